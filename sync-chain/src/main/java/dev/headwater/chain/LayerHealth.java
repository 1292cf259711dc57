package dev.headwater.chain;

import dev.headwater.chain.outbox.LayerStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * How one layer of a chain is, by what its last calls and its feed came to.
 *
 * @param name the layer's name
 * @param role whether it is complete or may forget
 * @param writeMode whether, and when, the chain writes to it
 * @param state how it is
 * @param breaker whether it is asked at all; one that is open lets a call in now and then
 * @param feed whether its changes are followed
 * @param feedSince since when that is so; empty if nobody would need it
 * @param lastError why it could not be asked the last time; empty if it could
 * @param owed what the outbox owes to it; empty if it is not written, or is kept in memory
 */
public record LayerHealth(
    String name,
    Layer.Role role,
    Layer.WriteMode writeMode,
    State state,
    ChainListener.BreakerState breaker,
    FeedState feed,
    Optional<Instant> feedSince,
    Optional<String> lastError,
    Optional<LayerStatus> owed) {

  /** How a layer is. */
  public enum State {
    /** It answers, or nobody has asked it yet. */
    UP,
    /** It answers, but has missed its soft deadline lately. */
    SLOW,
    /** It could not be asked the last time. */
    AWAY
  }

  /** Whether a layer's changes are followed. */
  public enum FeedState {
    /** They will be: the layer has just been asked for the first time. */
    OPENING,
    /** They are. */
    FOLLOWED,
    /** They can't be; the chain goes on trying. */
    LOST,
    /** There is nothing above the layer that would need it. */
    NONE
  }
}
