package dev.headwater.benchmarks;

import dev.headwater.chain.ChainStore;
import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.Purge;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import java.util.List;

/** A chain of memory over one store, whose memory can be emptied. */
final class EvictableChain implements AutoCloseable {

  private static final Stamp LAST = new Stamp(Long.MAX_VALUE, Long.MAX_VALUE);

  final ChainStore chain;
  private final Store memory;

  EvictableChain(Bench bench, String uri) {
    memory = bench.open("memory:?max-bytes=1000000000");
    chain = ChainStore.builder().cache("memory", memory).store("below", bench.open(uri)).build();
  }

  /** As {@link #EvictableChain(Bench, String)}, over a store that holds these entries. */
  static EvictableChain filled(Bench bench, String uri, List<Entry> entries) {
    try (Store store = bench.open(uri)) {
      Bench.chunks(entries, 1000).forEach(chunk -> store.mergeAll(Batch.of(chunk)));
    }
    return new EvictableChain(bench, uri);
  }

  void evict(List<Entry> entries) {
    memory.purge(entries.stream().map(entry -> new Purge(entry.key(), LAST)).toList());
  }

  @Override
  public void close() {
    chain.close();
  }
}
