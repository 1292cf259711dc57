package dev.headwater.chain;

import dev.headwater.chain.outbox.OutboxEvents;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What follows in a chain from what happens in its outbox. */
final class OutboxReactions implements OutboxEvents {

  private final LocalCopies copies;
  private final OwnWrites own;
  private final ChainListener listener;

  OutboxReactions(LocalCopies copies, OwnWrites own, ChainListener listener) {
    this.copies = copies;
    this.own = own;
    this.listener = listener;
  }

  @Override
  public Supplier<@Nullable Entry> known(Key key) {
    return copies.holding(key);
  }

  @Override
  public boolean mayBeOvertaken(Entry entry) {
    return copies.mayBeOvertaken(entry);
  }

  @Override
  public void accepted(Entry entry) {
    copies.accepted(entry);
    own.accepted(entry);
  }

  @Override
  public void decided(Entry entry) {
    copies.learned(entry.key(), entry.stamp());
    own.taken(entry);
  }

  @Override
  public void settled(Entry entry) {
    own.settled(entry);
  }

  @Override
  public void superseded(Entry entry, Stamp held) {
    copies.learned(entry.key(), held);
    own.overtaken(entry);
    listener.superseded(entry);
  }

  @Override
  public void refused(Entry entry, @Nullable Stamp held) {
    copies.withdrawn(entry, held);
  }

  @Override
  public void withdrawn(Entry entry, Certainty certainty) {
    own.withdrawn(entry);
    listener.withdrawn(
        entry,
        certainty == Certainty.CERTAIN
            ? ChainListener.Withdrawal.REFUSED
            : ChainListener.Withdrawal.UNCERTAIN);
  }

  @Override
  public void delivered(String layer, Entry entry) {
    listener.delivered(layer, entry.key());
  }

  @Override
  public void dead(String layer, Entry entry, StoreException error, Fallout fallout) {
    if (fallout == Fallout.UNDONE) {
      copies.withdrawn(entry, null);
      own.withdrawn(entry);
    }
    listener.deadLetter(layer, entry.key(), error);
  }

  @Override
  public void failed(String layer, StoreException error) {
    listener.failed(layer, error);
  }

  @Override
  public void collided(String layer, Entry entry) {
    listener.collided(layer, entry);
  }

  @Override
  public void full() {
    listener.outboxFull();
  }

  @Override
  public void lost(String layer, Entry entry) {
    listener.lost(layer, entry.key());
  }

  @Override
  public void recovered(Entry entry, Certainty certainty) {
    if (certainty == Certainty.CERTAIN) {
      copies.learned(entry.key(), entry.stamp());
    } else {
      copies.doubt(entry.key(), entry.stamp());
    }
  }
}
