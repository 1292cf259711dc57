package dev.headwater.chain.outbox;

import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The outbox of one chain. */
public final class WriteBehind implements Outbox {

  private final OutboxConfig config;

  public WriteBehind(OutboxConfig config) {
    this.config = config;
  }

  @Override
  public List<LayerStatus> status() {
    return List.of();
  }

  @Override
  public List<DeadLetter> deadLetters() {
    return List.of();
  }

  @Override
  public int retry(Collection<Long> ids) {
    return 0;
  }

  @Override
  public int drop(Collection<Long> ids) {
    return 0;
  }

  @Override
  public boolean flush(Duration atMost) {
    return true;
  }

  @Override
  public Optional<StoreException> journalFailure() {
    return Optional.empty();
  }

  /** What became of the write of this key with this stamp. */
  public Delivery delivery(Key key, Stamp stamp) {
    return new Delivery() {
      @Override
      public State state(String layer) {
        return State.DELIVERED;
      }

      @Override
      public State await(String layer, Duration atMost) {
        return State.DELIVERED;
      }

      @Override
      public Map<String, State> awaitAll(Duration atMost) {
        return Map.of();
      }
    };
  }

  /** Lets go of the journal. */
  public void close() {
    config.journal().ifPresent(journal -> journal.close());
  }
}
