package dev.headwater.chain.outbox;

import java.time.Duration;
import java.util.Map;

/** What became of one acknowledged write in the layers. Thread-safe. */
public interface Delivery {

  /** What became of a write in one layer. */
  enum State {
    /** The layer does not have it yet. */
    PENDING,
    /**
     * The layer has taken it, or holds something newer. What the outbox no longer knows of is
     * delivered.
     */
    DELIVERED,
    /** A newer write took its place before it was delivered. */
    SUPERSEDED,
    /** The authority did not take it. */
    WITHDRAWN,
    /**
     * The layer will never take it, see {@link Outbox#deadLetters}; or the layer failed to take it,
     * and the outbox had no room to owe it.
     */
    DEAD
  }

  /**
   * What became of the write in this layer. The outbox remembers its last few thousand writes that
   * were superseded, withdrawn or given up; older ones count as delivered.
   *
   * @throws IllegalArgumentException if the chain writes to no layer of this name
   */
  State state(String layer);

  /** Waits while the write is {@link State#PENDING}, and says what became of it. */
  State await(String layer, Duration atMost);

  /** Waits until the write is pending nowhere, and says what became of it in each layer. */
  Map<String, State> awaitAll(Duration atMost);
}
