package dev.headwater.store.github;

import dev.headwater.store.Capabilities.Limits;

/** How much is taken in one call. */
final class WriteLimits {

  /** The most writes of an atomic batch, which is one commit and a tree for each hundred. */
  private static final int MAX_ATOMIC_WRITES = 5_000;

  private static final long MIN_ATOMIC_BYTES = 128L * 1024 * 1024;
  private static final long RECORD_BYTES = 8 * 1024; // key and record around a value, at most

  private WriteLimits() {}

  /** The limits of a store that takes such values, and whose calls end by then. */
  static Limits of(long maxValueBytes, long timeoutMillis) {
    long maxAtomicBytes = Math.max(MIN_ATOMIC_BYTES, maxValueBytes + RECORD_BYTES);
    return new Limits(maxValueBytes, MAX_ATOMIC_WRITES, maxAtomicBytes, timeoutMillis);
  }
}
