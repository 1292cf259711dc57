package dev.headwater.store.cockroach;

import dev.headwater.store.Capabilities.Limits;
import dev.headwater.store.Entry;

/** How much is taken in one call. */
final class WriteLimits {

  /**
   * The longest value. Both databases take more; above this, one statement comes near the 16 MiB
   * that CockroachDB takes in a message.
   */
  static final long MAX_VALUE_BYTES = 8L * 1024 * 1024;

  /** The most writes of an atomic batch, which is one transaction of two statements. */
  static final int MAX_ATOMIC_WRITES = 1000;

  /** The most bytes of an atomic batch, and so of one statement: one value, key and record. */
  static final long MAX_ATOMIC_BYTES = MAX_VALUE_BYTES + 8 * 1024;

  private WriteLimits() {}

  /** The limits of a store whose calls end by then. */
  static Limits limits(long timeoutMillis) {
    return new Limits(MAX_VALUE_BYTES, MAX_ATOMIC_WRITES, MAX_ATOMIC_BYTES, timeoutMillis);
  }

  /** About the size of an entry, without encoding its key; for cutting batches. */
  static long roughBytes(Entry entry) {
    return entry.key().text().length() + (long) entry.valueBytes();
  }
}
