package dev.headwater.chain.outbox;

import dev.headwater.store.StoreException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a chain owes to its layers, as its users see it. Thread-safe. */
public interface Outbox {

  /** What is owed to each layer that is written and not in memory, in the order of the chain. */
  List<LayerStatus> status();

  /** The writes that a layer will never take, the oldest first. */
  List<DeadLetter> deadLetters();

  /**
   * Puts dead letters back into the outbox, to be delivered again.
   *
   * @return how many of these there were
   */
  int retry(Collection<Long> ids);

  /**
   * Forgets dead letters.
   *
   * @return how many of these there were
   */
  int drop(Collection<Long> ids);

  /**
   * Waits until the layers have taken all that is owed to them.
   *
   * @return whether nothing is owed any more
   */
  boolean flush(Duration atMost);

  /**
   * How full it is, from 0 to 1. At 1 a write has been turned away, or would be, since nothing was
   * delivered meanwhile.
   */
  double fill();

  /**
   * Why the journal takes nothing any more, if so. Writes that have to be journaled fail then until
   * the chain is opened anew; deliveries go on.
   */
  Optional<StoreException> journalFailure();
}
