package dev.headwater.store;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a store can do and how much it takes. Immutable during a store's life; a decorator or chain
 * computes its own from those of what it wraps.
 *
 * @param set what it can do
 * @param limits how much it takes
 */
public record Capabilities(Set<Capability> set, Limits limits) {

  public Capabilities {
    set = Set.copyOf(set);
  }

  public boolean has(Capability capability) {
    return set.contains(capability);
  }

  /** These capabilities without one. */
  public Capabilities without(Capability capability) {
    EnumSet<Capability> rest = EnumSet.noneOf(Capability.class);
    rest.addAll(set);
    rest.remove(capability);
    return new Capabilities(rest, limits);
  }

  /**
   * How much a store takes in one call. What is more is rejected with {@link
   * RejectedException.Reason#LIMIT} before anything is written.
   *
   * @param maxValueBytes the longest value
   * @param maxAtomicWrites the most writes of one atomic batch; 0 where there are no such batches
   * @param maxAtomicBytes the most bytes, keys and records together, of one atomic batch
   * @param timeoutMillis the time after which every call has returned or thrown
   */
  public record Limits(
      long maxValueBytes, int maxAtomicWrites, long maxAtomicBytes, long timeoutMillis) {
    public Limits {
      requireNotNegative(maxValueBytes, "maxValueBytes");
      requireNotNegative(maxAtomicWrites, "maxAtomicWrites");
      requireNotNegative(maxAtomicBytes, "maxAtomicBytes");
      requireNotNegative(timeoutMillis, "timeoutMillis");
    }

    private static void requireNotNegative(long value, String name) {
      if (value < 0) {
        throw new IllegalArgumentException(name + " is negative: " + value);
      }
    }
  }
}
