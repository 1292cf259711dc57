package dev.headwater.chain;

import dev.headwater.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a chain is, by what calls and feeds of its layers came to lately. Nobody is asked for it: a
 * layer that nobody has called, and whose feed nobody follows, is as it was then.
 *
 * @param state how the chain is as a whole
 * @param staleFor for how long copies may have been out of date; empty if they are current
 * @param outboxFill how full the outbox is, from 0 to 1; at 1, writes that need it are turned away
 * @param journalFailure why the outbox's journal takes nothing any more; empty if it does, or there
 *     is none
 * @param layers how each layer is, top first
 */
public record ChainHealth(
    State state,
    Optional<Duration> staleFor,
    double outboxFill,
    Optional<StoreException> journalFailure,
    List<LayerHealth> layers) {

  public ChainHealth {
    layers = List.copyOf(layers);
  }

  /** How a chain is. */
  public enum State {
    /** All is well. */
    UP,
    /**
     * Something is away, slow or behind, or waits for a decision of its users. Answers still come
     * from what is there.
     */
    DEGRADED,
    /**
     * The authority could not be asked, and no write is accepted without it: no write succeeds, and
     * reads only where there is a copy.
     */
    DOWN
  }
}
