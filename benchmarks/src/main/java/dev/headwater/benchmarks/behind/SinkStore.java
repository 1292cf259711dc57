package dev.headwater.benchmarks.behind;

import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.store.memory.MemoryStore;
import dev.headwater.store.memory.MemoryStoreConfig;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/** The {@link Sink} as a store: a batch of Headwater's is a batch of the sink. */
final class SinkStore extends ForwardingStore {

  private final Sink sink;

  private SinkStore(MemoryStore held, Sink sink) {
    super(held);
    this.sink = sink;
  }

  static SinkStore of(Sink sink) {
    return new SinkStore(
        MemoryStore.open(MemoryStoreConfig.unbounded().name("sink"), InstantSource.system()), sink);
  }

  @Override
  public Capabilities capabilities() {
    return super.capabilities().without(Capability.LOCAL);
  }

  @Override
  public MergeOutcome merge(Write write) {
    deliver(List.of(write));
    return super.merge(write);
  }

  @Override
  public List<MergeOutcome> mergeAll(Batch batch) {
    deliver(batch.writes());
    return super.mergeAll(batch);
  }

  private void deliver(List<Write> writes) {
    try {
      sink.deliver(writes.stream().map(write -> operation(write.entry())).toList());
    } catch (IOException e) {
      throw new StoreUnavailableException(Subject.of(this, "merge"), "it is down", e);
    }
  }

  private static Operation operation(Entry entry) {
    return entry.content() instanceof EncodedValue value
        ? Operation.put(entry.key().text(), value.sharedBytes())
        : Operation.deletion(entry.key().text());
  }
}
