package dev.headwater.store.cockroach;

import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities.Limits;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryRecord;
import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.StoreException.Subject;

/** What is refused before anything is written. Pure. */
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

  /** The size of an entry, key and record together. */
  static long bytes(Entry entry) {
    return entry.key().utf8().length + (long) EntryRecord.bodyBytes(entry);
  }

  /** About the size of an entry, without encoding its key; for cutting batches. */
  static long roughBytes(Entry entry) {
    return entry.key().text().length() + (long) entry.valueBytes();
  }

  /** Refuses a value that is too long. */
  static void check(Entry entry, Subject subject) {
    if (entry.valueBytes() > MAX_VALUE_BYTES) {
      Subject of = new Subject(subject.store(), subject.operation(), entry.key());
      throw new RejectedException(
          of,
          Reason.LIMIT,
          "the value has %d bytes, at most %d are taken"
              .formatted(entry.valueBytes(), MAX_VALUE_BYTES));
    }
  }

  /** Refuses a batch that is too large, or has a value that is. */
  static void check(Batch batch, Subject subject) {
    batch.writes().forEach(write -> check(write.entry(), subject));
    if (batch.atomicity() == Batch.Atomicity.EACH) {
      return;
    }
    atMost(batch.writes().size(), MAX_ATOMIC_WRITES, "writes", subject);
    long bytes = batch.writes().stream().mapToLong(write -> bytes(write.entry())).sum();
    atMost(bytes, MAX_ATOMIC_BYTES, "bytes", subject);
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
