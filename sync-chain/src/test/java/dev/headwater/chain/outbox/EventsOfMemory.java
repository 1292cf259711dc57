package dev.headwater.chain.outbox;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is known of keys is what a store holds; nobody listens, and nothing may go wrong. */
record EventsOfMemory(Store store) implements OutboxEvents {

  @Override
  public Supplier<@Nullable Entry> known(Key key) {
    return () -> store.read(key);
  }

  @Override
  public boolean mayBeOvertaken(Entry entry) {
    return false;
  }

  @Override
  public void accepted(Entry entry) {}

  @Override
  public void decided(Entry entry) {}

  @Override
  public void settled(Entry entry) {}

  @Override
  public void superseded(Entry entry, Stamp held) {
    throw new IllegalStateException(entry + " was accepted, and was superseded by " + held);
  }

  @Override
  public void refused(Entry entry, @Nullable Stamp held) {
    throw new IllegalStateException(entry + " was accepted, and refused: held is " + held);
  }

  @Override
  public void withdrawn(Entry entry, Certainty certainty) {
    throw new IllegalStateException(entry + " was accepted, and withdrawn");
  }

  @Override
  public void delivered(String layer, Entry entry) {}

  @Override
  public void dead(String layer, Entry entry, StoreException error, Fallout fallout) {
    throw new IllegalStateException(entry + " is dead", error);
  }

  @Override
  public void failed(String layer, StoreException error) {
    throw new IllegalStateException(layer + " failed", error);
  }

  @Override
  public void collided(String layer, Entry entry) {
    throw new IllegalStateException(entry + " collided");
  }

  @Override
  public void full() {
    throw new IllegalStateException("the outbox is full");
  }

  @Override
  public void lost(String layer, Entry entry) {
    throw new IllegalStateException(entry + " was lost");
  }

  @Override
  public void recovered(Entry entry, Certainty certainty) {}
}
