package dev.headwater.store.github;

import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities.Limits;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryRecord;
import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.Write;

/** What is refused before anything is written. Pure. */
final class WriteLimits {

  /** The most writes of an atomic batch, which is one commit and a tree for each hundred. */
  static final int MAX_ATOMIC_WRITES = 5_000;

  private static final long MIN_ATOMIC_BYTES = 128L * 1024 * 1024;
  private static final long RECORD_BYTES = 8 * 1024; // key and record around a value, at most

  private final Limits limits;

  private WriteLimits(Limits limits) {
    this.limits = limits;
  }

  /** The limits of a store that takes such values, and whose calls end by then. */
  static WriteLimits of(long maxValueBytes, long timeoutMillis) {
    long maxAtomicBytes = Math.max(MIN_ATOMIC_BYTES, maxValueBytes + RECORD_BYTES);
    return new WriteLimits(
        new Limits(maxValueBytes, MAX_ATOMIC_WRITES, maxAtomicBytes, timeoutMillis));
  }

  Limits limits() {
    return limits;
  }

  /** Refuses a value that is too long. */
  void check(Entry entry, Subject subject) {
    if (entry.valueBytes() > limits.maxValueBytes()) {
      Subject of = new Subject(subject.store(), subject.operation(), entry.key());
      throw new RejectedException(
          of,
          Reason.LIMIT,
          "the value has %d bytes, at most %d are taken; nothing was written"
              .formatted(entry.valueBytes(), limits.maxValueBytes()));
    }
  }

  /** Refuses a batch that is too large, or has a value that is. */
  void check(Batch batch, Subject subject) {
    batch.writes().forEach(write -> check(write.entry(), subject));
    if (batch.atomicity() == Batch.Atomicity.EACH) {
      return;
    }
    atMost(batch.writes().size(), limits.maxAtomicWrites(), "writes", subject);
    long bytes =
        batch.writes().stream()
            .map(Write::entry)
            .mapToLong(entry -> entry.key().utf8().length + (long) EntryRecord.bodyBytes(entry))
            .sum();
    atMost(bytes, limits.maxAtomicBytes(), "bytes", subject);
  }

  private static void atMost(long number, long most, String what, Subject subject) {
    if (number > most) {
      throw new RejectedException(
          subject,
          Reason.LIMIT,
          "the atomic batch has %d %s, at most %d are taken; make it smaller"
              .formatted(number, what, most));
    }
  }
}
