package dev.headwater.chain;

import dev.headwater.store.Capability;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import dev.headwater.testkit.Corruption;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.ReferenceData;
import dev.headwater.testkit.ReferenceStore;
import dev.headwater.testkit.StoreFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Chains of some layers: an authority, so many caches above it, and memory on top if there is more
 * than one layer. Each opened chain has its own memory, as processes do.
 */
final class ChainFixture implements StoreFixture {

  private final ManualClock clock = new ManualClock();
  private final ReferenceData authority = new ReferenceData();
  private final List<ReferenceData> caches = new ArrayList<>();
  private final int layers;

  ChainFixture(int layers) {
    this.layers = layers;
    for (int i = 2; i < layers; i++) {
      caches.add(new ReferenceData());
    }
  }

  @Override
  public Store open() {
    ChainStoreBuilder builder = ChainStore.builder().time(clock);
    if (layers > 1) {
      builder.cache("memory", ChainRig.memory(clock));
    }
    for (int i = 0; i < caches.size(); i++) {
      String name = "cache" + i;
      builder.cache(name, ReferenceStore.over(caches.get(i), name, clock, ChainRig.remote()));
    }
    return builder
        .store("authority", ReferenceStore.over(authority, "authority", clock, ChainRig.remote()))
        .build();
  }

  @Override
  public ManualClock clock() {
    return clock;
  }

  @Override
  public Set<Capability> expectedCapabilities() {
    return ChainRig.remote().set();
  }

  @Override
  public Visibility visibility() {
    return Visibility.SOON;
  }

  @Override
  public Corruption corrupt(Key key) {
    return Corruption.IMPOSSIBLE;
  }

  @Override
  public Duration feedPatience() {
    return Duration.ofSeconds(30);
  }

  @Override
  public void close() {}
}
