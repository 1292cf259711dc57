package dev.headwater.chain;

import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.Store;
import dev.headwater.testkit.FaultyStore;
import dev.headwater.testkit.ManualBackground;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.RecordingStore;
import dev.headwater.testkit.ReferenceData;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A chain of memory, cache and authority whose every call is recorded and can be made to fail, on
 * one thread and a manual clock. Several rigs on one {@link Lower} play several processes.
 */
final class ChainRig implements AutoCloseable {

  /** What is shared by processes: the data of the lower layers. */
  record Lower(ManualClock clock, ReferenceData cache, ReferenceData authority) {
    Lower() {
      this(new ManualClock(), new ReferenceData(), new ReferenceData());
    }
  }

  final ManualBackground background;
  final ManualClock clock;
  final ReferenceStore memoryStore;
  final FaultyStore cacheFaults;
  final FaultyStore authorityFaults;
  final RecordingStore memory;
  final RecordingStore cache;
  final RecordingStore authority;
  final Events events = new Events();
  final ChainStore chain;

  ChainRig() {
    this(new Lower());
  }

  ChainRig(Lower lower) {
    this(lower, builder -> builder);
  }

  ChainRig(Lower lower, UnaryOperator<ChainStoreBuilder> settings) {
    clock = lower.clock();
    background = new ManualBackground(clock);
    memoryStore = memory(clock);
    memory = new RecordingStore(memoryStore);
    cacheFaults = new FaultyStore(ReferenceStore.over(lower.cache(), "cache", clock, remote()));
    cache = new RecordingStore(cacheFaults);
    authorityFaults =
        new FaultyStore(ReferenceStore.over(lower.authority(), "authority", clock, remote()));
    authority = new RecordingStore(authorityFaults);
    chain =
        settings
            .apply(
                ChainStore.builder()
                    .cache("memory", memory)
                    .cache("cache", cache)
                    .store("authority", authority)
                    .background(background.background())
                    .time(clock)
                    .random(new Random(1))
                    .outbox(OutboxConfig.inMemory().flushOnClose(Duration.ZERO))
                    .listener(events))
            .build();
    background.settle();
    clearRecords();
    events.clear();
  }

  /** A store that may forget and answers at once. */
  static ReferenceStore memory(ManualClock clock) {
    Set<Capability> set = EnumSet.copyOf(ReferenceStore.CAPABILITIES.set());
    set.remove(Capability.COMPLETE);
    set.add(Capability.LOCAL);
    return ReferenceStore.create(
        "memory", clock, new Capabilities(set, ReferenceStore.CAPABILITIES.limits()));
  }

  /** What a store behind a network can do. */
  static Capabilities remote() {
    return ReferenceStore.CAPABILITIES.without(Capability.LOCAL);
  }

  /** Evicts everything from memory. */
  void evict() {
    evict(memoryStore);
  }

  static void evict(Store store) {
    try (var cursor = store.list(dev.headwater.store.ListRequest.all(""))) {
      store.purge(cursor.next().entries().stream().map(dev.headwater.store.Purge::of).toList());
    }
  }

  void clearRecords() {
    memory.clear();
    cache.clear();
    authority.clear();
  }

  @Override
  public void close() {
    chain.close();
    background.settle();
  }
}
