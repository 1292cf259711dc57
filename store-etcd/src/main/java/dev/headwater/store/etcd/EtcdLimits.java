package dev.headwater.store.etcd;

import dev.headwater.store.Batch;
import dev.headwater.store.Batch.Atomicity;
import dev.headwater.store.Capabilities.Limits;
import dev.headwater.store.EntryRecord;
import dev.headwater.store.Key;
import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.Write;
import java.nio.charset.StandardCharsets;

/** How much goes into one request of etcd, so that it is refused before anything is written. */
record EtcdLimits(Limits declared) {

  /* Around each write of an atomic batch: its key once more, the prefix twice, and the frames. */
  private static final int FRAME_BYTES = Key.MAX_BYTES + 64;

  static EtcdLimits of(EtcdStoreConfig config) {
    int prefixBytes = config.prefix().getBytes(StandardCharsets.UTF_8).length + 1;
    long around = (long) EtcdTransactions.MOST_OPERATIONS * (FRAME_BYTES + 2L * prefixBytes);
    return new EtcdLimits(
        new Limits(
            config.maxRequestBytes() / 3 * 2L,
            EtcdTransactions.MOST_OPERATIONS,
            config.maxRequestBytes() - around,
            config.timeout().toMillis()));
  }

  void check(Write write, EtcdOperation operation) {
    int bytes = write.entry().valueBytes();
    if (bytes > declared.maxValueBytes()) {
      throw refused(
          operation,
          "the value of '%s' has %d bytes, at most %d are allowed"
              .formatted(write.key(), bytes, declared.maxValueBytes()));
    }
  }

  void check(Batch batch, EtcdOperation operation) {
    batch.writes().forEach(write -> check(write, operation));
    if (batch.atomicity() == Atomicity.ALL) {
      checkAtomic(batch, operation);
    }
  }

  private void checkAtomic(Batch batch, EtcdOperation operation) {
    int count = batch.writes().size();
    if (count > declared.maxAtomicWrites()) {
      throw refused(
          operation,
          "the atomic batch has %d writes, at most %d are allowed"
              .formatted(count, declared.maxAtomicWrites()));
    }
    long bytes = 0;
    for (Write write : batch.writes()) {
      bytes += write.key().utf8().length + (long) EntryRecord.bodyBytes(write.entry());
    }
    if (bytes > declared.maxAtomicBytes()) {
      throw refused(
          operation,
          "the atomic batch has %d bytes, at most %d are allowed"
              .formatted(bytes, declared.maxAtomicBytes()));
    }
  }

  private static RejectedException refused(EtcdOperation operation, String what) {
    return new RejectedException(operation.subject(), Reason.LIMIT, what);
  }
}
