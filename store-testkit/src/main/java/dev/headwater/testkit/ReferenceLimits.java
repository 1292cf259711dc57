package dev.headwater.testkit;

import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.EntryRecord;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.Write;
import java.util.List;

/** Rejects what the reference store was told not to do or not to take, before anything happens. */
record ReferenceLimits(ReferenceStore store) {

  void check(Batch batch) {
    check("mergeAll", batch.writes());
    if (batch.atomicity() == Batch.Atomicity.ALL) {
      checkAtomic(batch.writes());
    }
  }

  void check(String operation, List<Write> writes) {
    checkWritable(operation);
    Capabilities capabilities = store.capabilities();
    for (Write write : writes) {
      if (!capabilities.has(Capability.PRECONDITIONS) && ReferenceStore.isConditional(write)) {
        throw store.rejected(operation, Reason.UNSUPPORTED, "it decides no preconditions");
      }
      if (write.entry().valueBytes() > capabilities.limits().maxValueBytes()) {
        throw store.rejected(
            operation,
            Reason.LIMIT,
            "the value of '%s' has %d bytes, at most %d are allowed"
                .formatted(
                    write.key(),
                    write.entry().valueBytes(),
                    capabilities.limits().maxValueBytes()));
      }
    }
  }

  void checkWritable(String operation) {
    if (!store.capabilities().has(Capability.WRITE)) {
      throw store.rejected(operation, Reason.UNSUPPORTED, "it is only read");
    }
  }

  private void checkAtomic(List<Write> writes) {
    Capabilities capabilities = store.capabilities();
    if (!capabilities.has(Capability.ATOMIC_BATCHES)) {
      throw store.rejected("mergeAll", Reason.UNSUPPORTED, "it has no atomic batches");
    }
    if (writes.size() > capabilities.limits().maxAtomicWrites()) {
      throw store.rejected(
          "mergeAll",
          Reason.LIMIT,
          "an atomic batch has %d writes, at most %d are allowed"
              .formatted(writes.size(), capabilities.limits().maxAtomicWrites()));
    }
    long bytes = writes.stream().mapToLong(ReferenceLimits::bytes).sum();
    if (bytes > capabilities.limits().maxAtomicBytes()) {
      throw store.rejected(
          "mergeAll",
          Reason.LIMIT,
          "an atomic batch has %d bytes, at most %d are allowed"
              .formatted(bytes, capabilities.limits().maxAtomicBytes()));
    }
  }

  private static long bytes(Write write) {
    return (long) write.key().utf8().length + EntryRecord.bodyBytes(write.entry());
  }
}
