package dev.headwater.store.sqlite;

import dev.headwater.store.Capabilities.Limits;

/** How much is taken in one call. */
final class WriteLimits {

  /** The most writes of an atomic batch, which is one transaction. */
  private static final int MAX_ATOMIC_WRITES = 10_000;

  private static final long MIN_ATOMIC_BYTES = 64L * 1024 * 1024;
  private static final long RECORD_BYTES = 8 * 1024; // key and record around a value, at most

  private WriteLimits() {}

  /** The limits of a store that takes such values, and whose calls end by then. */
  static Limits of(long maxValueBytes, long timeoutMillis) {
    long maxAtomicBytes = Math.max(MIN_ATOMIC_BYTES, maxValueBytes + RECORD_BYTES);
    return new Limits(maxValueBytes, MAX_ATOMIC_WRITES, maxAtomicBytes, timeoutMillis);
  }
}
