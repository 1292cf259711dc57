package dev.headwater.chain;

import dev.headwater.chain.outbox.WriteBehind;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pending writes of an outbox, which is there as soon as the chain is put together. */
final class PendingWrites implements Pending {

  private volatile @Nullable WriteBehind outbox;

  void are(WriteBehind of) {
    outbox = of;
  }

  @Override
  public @Nullable Entry newest(Key key) {
    WriteBehind from = outbox;
    return from == null ? null : from.newest(key);
  }

  @Override
  public List<Entry> under(String prefix) {
    WriteBehind from = outbox;
    return from == null ? List.of() : from.newestUnder(prefix);
  }

  @Override
  public List<Entry> undecided(String prefix) {
    WriteBehind from = outbox;
    return from == null ? List.of() : from.undecided(prefix);
  }

  @Override
  public void overtaken(Key key, Stamp seen) {
    WriteBehind of = outbox;
    if (of != null) {
      of.overtaken(key, seen);
    }
  }
}
