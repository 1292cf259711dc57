package dev.headwater.testkit;

import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.Write;

/** Rejects what the reference store was told not to do or not to take, before anything happens. */
record ReferenceLimits(ReferenceStore store) {

  void check(Write write) {
    checkAble("merge", write);
    store.capabilities().limits().check(write.entry(), Subject.of(store, "merge"));
  }

  void check(Batch batch) {
    Capabilities capabilities = store.capabilities();
    checkWritable("mergeAll");
    batch.writes().forEach(write -> checkAble("mergeAll", write));
    if (batch.atomicity() == Batch.Atomicity.ALL && !capabilities.has(Capability.ATOMIC_BATCHES)) {
      throw store.rejected("mergeAll", Reason.UNSUPPORTED, "it has no atomic batches");
    }
    capabilities.limits().check(batch, Subject.of(store, "mergeAll"));
  }

  void checkWritable(String operation) {
    if (!store.capabilities().has(Capability.WRITE)) {
      throw store.rejected(operation, Reason.UNSUPPORTED, "it is only read");
    }
  }

  private void checkAble(String operation, Write write) {
    checkWritable(operation);
    if (!store.capabilities().has(Capability.PRECONDITIONS)
        && ReferenceStore.isConditional(write)) {
      throw store.rejected(operation, Reason.UNSUPPORTED, "it decides no preconditions");
    }
  }
}
