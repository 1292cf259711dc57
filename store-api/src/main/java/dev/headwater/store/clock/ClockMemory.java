package dev.headwater.store.clock;

/**
 * What a {@link HybridClock} must not forget: its node id, and up to where it may have issued
 * stamps.
 */
public interface ClockMemory {

  /** The node's id; the same for the whole life of this memory. */
  long origin();

  /** The bound that was reserved last; 0 if none was. */
  long reserved();

  /**
   * Remembers that all stamps up to this bound may have been issued; durable when it returns.
   *
   * @throws dev.headwater.store.StoreException if it could not be remembered
   */
  void reserve(long bound);
}
