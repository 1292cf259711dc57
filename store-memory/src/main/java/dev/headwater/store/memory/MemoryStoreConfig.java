package dev.headwater.store.memory;

import java.time.Duration;
import java.util.Optional;

/**
 * How much a {@link MemoryStore} takes. Every setting is checked at once.
 *
 * @param name what errors and reports call the store
 * @param maxBytes the bound of the entries' weight, or {@link #UNBOUNDED}. An entry weighs its
 *     key's characters, its value's bytes and {@value #ENTRY_OVERHEAD_BYTES} bytes for the objects
 *     around them; what a codec made of the value is not counted
 * @param maxValueBytes the longest value. A value that is heavier than the bound is taken and
 *     forgotten at once
 * @param maxAtomicBytes the most bytes, keys and records together, of one atomic batch
 * @param feedChanges how many changes a feed may be behind before it begins anew. The store
 *     remembers their keys, not their values
 * @param lifetime after what time an entry is forgotten, counted from when it was written or last
 *     given to the store again, even if it expires later itself; by default never. It costs every
 *     read a look at the clock
 */
public record MemoryStoreConfig(
    String name,
    long maxBytes,
    long maxValueBytes,
    long maxAtomicBytes,
    int feedChanges,
    Optional<Duration> lifetime) {

  /** The {@link #maxBytes} of a store that never evicts. */
  public static final long UNBOUNDED = Long.MAX_VALUE;

  /** What the objects around a key and a value weigh, measured on a 64-bit JVM. */
  public static final int ENTRY_OVERHEAD_BYTES = 256;

  private static final long MEBIBYTE = 1 << 20;
  private static final long DEFAULT_VALUE_BYTES = 64 * MEBIBYTE;
  private static final long DEFAULT_ATOMIC_BYTES = 256 * MEBIBYTE;
  private static final int DEFAULT_FEED_CHANGES = 1 << 16;
  static final int MAX_FEED_CHANGES = 1 << 24;
  private static final Duration LONGEST_LIFETIME = Duration.ofDays(3_650);

  public MemoryStoreConfig {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name is blank");
    }
    requireWithin(maxBytes, 1, Long.MAX_VALUE, "maxBytes");
    requireWithin(maxValueBytes, 0, Integer.MAX_VALUE, "maxValueBytes");
    requireWithin(maxAtomicBytes, 0, Long.MAX_VALUE, "maxAtomicBytes");
    requireWithin(feedChanges, 1, MAX_FEED_CHANGES, "feedChanges");
    lifetime.ifPresent(
        set -> requireWithin(set.toMillis(), 1, LONGEST_LIFETIME.toMillis(), "lifetime, in ms,"));
  }

  /** A cache of at most this weight; it may forget entries at any time. */
  public static MemoryStoreConfig bounded(long maxBytes) {
    return new MemoryStoreConfig(
        "memory:",
        maxBytes,
        DEFAULT_VALUE_BYTES,
        DEFAULT_ATOMIC_BYTES,
        DEFAULT_FEED_CHANGES,
        Optional.empty());
  }

  /** A store that forgets nothing and grows with what is written: for tests and scratch. */
  public static MemoryStoreConfig unbounded() {
    return bounded(UNBOUNDED);
  }

  public MemoryStoreConfig name(String newName) {
    return new MemoryStoreConfig(
        newName, maxBytes, maxValueBytes, maxAtomicBytes, feedChanges, lifetime);
  }

  public MemoryStoreConfig maxValueBytes(long newMaxValueBytes) {
    return new MemoryStoreConfig(
        name, maxBytes, newMaxValueBytes, maxAtomicBytes, feedChanges, lifetime);
  }

  public MemoryStoreConfig maxAtomicBytes(long newMaxAtomicBytes) {
    return new MemoryStoreConfig(
        name, maxBytes, maxValueBytes, newMaxAtomicBytes, feedChanges, lifetime);
  }

  public MemoryStoreConfig feedChanges(int newFeedChanges) {
    return new MemoryStoreConfig(
        name, maxBytes, maxValueBytes, maxAtomicBytes, newFeedChanges, lifetime);
  }

  public MemoryStoreConfig lifetime(Duration newLifetime) {
    return new MemoryStoreConfig(
        name, maxBytes, maxValueBytes, maxAtomicBytes, feedChanges, Optional.of(newLifetime));
  }

  /** Whether the store may forget what was written. */
  public boolean mayForget() {
    return isBounded() || lifetime.isPresent();
  }

  /** Whether the store may evict. */
  public boolean isBounded() {
    return maxBytes != UNBOUNDED;
  }

  private static void requireWithin(long value, long min, long max, String setting) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d; %d to %d are allowed".formatted(setting, value, min, max));
    }
  }
}
