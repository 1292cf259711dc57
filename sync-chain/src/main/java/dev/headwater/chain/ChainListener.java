package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.StoreException;

/**
 * Hears what happens in a chain: for metrics, logs and tests. Called on the thread that does the
 * work, so it must be quick, must not block and must not throw. All layers are named as in the
 * chain.
 */
public interface ChainListener {

  /** Hears nothing. */
  ChainListener NONE = new ChainListener() {};

  /** A read was answered by this layer. */
  default void hit(String layer, Key key) {}

  /** The layer does not hold the key, or is not believed about it. */
  default void miss(String layer, Key key) {}

  /** The layer holds an entry that is older than what this chain has seen, and was passed by. */
  default void stale(String layer, Key key) {}

  /** The layer was given a copy of an entry that was found below it. */
  default void backfilled(String layer, Key key) {}

  /** A call of the layer failed; whether it matters, the caller of the chain was told. */
  default void failed(String layer, StoreException error) {}

  /** The layer was left alone after too many failures, or is asked again. */
  default void breaker(String layer, BreakerState state) {}

  /** The layer failed to take a copy of a write; the outbox owes it to it. */
  default void behind(String layer, Key key) {}

  /** The outbox is full, and a copy that a cache failed to take was given up; sync mends it. */
  default void repairDropped(String layer, Key key) {}

  /** The layer has taken a write through the outbox. */
  default void delivered(String layer, Key key) {}

  /**
   * The authority held something newer when it was given this write, which had been acknowledged
   * before; the newer entry stays.
   */
  default void superseded(Entry entry) {}

  /**
   * The authority did not take this write, which had been acknowledged before; it is undone. Told
   * when the journal has it, and again after a restart if the process may have ended before.
   */
  default void withdrawn(Entry entry, Withdrawal why) {}

  /** The layer will never take this write; it is kept until somebody retries or drops it. */
  default void deadLetter(String layer, Key key, StoreException error) {}

  /** A write found no room in the outbox, and was refused after a wait. */
  default void outboxFull() {}

  /** The chain was closed, without a journal, before the layer had taken this write. */
  default void lost(String layer, Key key) {}

  /** A read was answered by a copy that may be out of date, as the reader or the chain allows. */
  default void servedStale(Key key) {}

  /**
   * The chain has not heard of the authority's feed for a while, and can't tell any more whether
   * its copies are current.
   */
  default void detached(String layer) {}

  /** The chain has caught up with the authority's feed, and its copies are current again. */
  default void attached(String layer) {}

  /** The chain follows the layer's feed from now on. */
  default void following(String layer) {}

  /** The layer's feed could not be read; the chain tries again. */
  default void feedFailed(String layer, StoreException error) {}

  /** The layer's feed can be read again, and what had changed meanwhile was followed. */
  default void feedRecovered(String layer) {}

  /** The layer's feed is followed no more, because of a defect of its store. */
  default void feedEnded(String layer, Throwable cause) {}

  /** The layer's feed told of an entry that was newer than a copy above, and the copy changed. */
  default void updated(String layer, Key key) {}

  /** A write met an entry of the same stamp with other content: a node id is used twice. */
  default void collided(String layer, Entry entry) {}

  /** Why a write was undone. */
  enum Withdrawal {
    /** Its precondition did not hold. */
    REFUSED,
    /**
     * Its precondition did not hold when it was given to the authority once more, after an answer
     * had been lost: it may have been taken, and overwritten since. Or the journal does not take
     * the refusal, so that the chain, once it is started again, may offer the write again.
     */
    UNCERTAIN
  }

  /** Whether a layer is asked. */
  enum BreakerState {
    /** It is asked. */
    CLOSED,
    /** It is left alone for a while. */
    OPEN
  }
}
