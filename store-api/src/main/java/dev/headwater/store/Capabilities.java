package dev.headwater.store;

import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.StoreException.Subject;
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

  /** These capabilities without all that takes writing. */
  public Capabilities readOnly() {
    Limits toRead = new Limits(limits.maxValueBytes(), 0, 0, limits.timeoutMillis());
    return new Capabilities(set, toRead)
        .without(Capability.WRITE)
        .without(Capability.PRECONDITIONS)
        .without(Capability.ATOMIC_BATCHES);
  }

  /**
   * How much a store takes in one call. What is more is rejected with {@link Reason#LIMIT} before
   * anything is written.
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

    /**
     * Refuses an entry whose value is too long.
     *
     * @param subject the operation that was to write it; its key may be missing
     * @throws RejectedException naming the entry's key
     */
    public void check(Entry entry, Subject subject) {
      if (entry.valueBytes() > maxValueBytes) {
        throw new RejectedException(
            new Subject(subject.store(), subject.operation(), entry.key()),
            Reason.LIMIT,
            "the value has %d bytes, at most %d are taken; nothing was written"
                .formatted(entry.valueBytes(), maxValueBytes));
      }
    }

    /**
     * Refuses a batch with a value that is too long, and an atomic one that is too large.
     *
     * @throws RejectedException naming the entry's key, if one is to blame
     */
    public void check(Batch batch, Subject subject) {
      batch.writes().forEach(write -> check(write.entry(), subject));
      if (batch.atomicity() == Batch.Atomicity.ALL) {
        checkAtomic(batch.writes().size(), maxAtomicWrites, "writes", subject);
        long bytes =
            batch.writes().stream().mapToLong(write -> EntryRecord.bytes(write.entry())).sum();
        checkAtomic(bytes, maxAtomicBytes, "bytes", subject);
      }
    }

    private static void checkAtomic(long number, long most, String what, Subject subject) {
      if (number > most) {
        throw new RejectedException(
            subject,
            Reason.LIMIT,
            "the atomic batch has %d %s, at most %d are taken; make it smaller"
                .formatted(number, what, most));
      }
    }

    private static void requireNotNegative(long value, String name) {
      if (value < 0) {
        throw new IllegalArgumentException(name + " is negative: " + value);
      }
    }
  }
}
