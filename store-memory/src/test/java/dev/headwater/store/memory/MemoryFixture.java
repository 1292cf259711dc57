package dev.headwater.store.memory;

import dev.headwater.store.Capability;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import dev.headwater.testkit.Corruption;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.StoreFixture;
import java.time.Duration;
import java.util.Set;

/** One memory that several stores are opened on. */
final class MemoryFixture implements StoreFixture {

  private final ManualClock clock = new ManualClock();
  private final MemoryStoreConfig config;
  private final MemoryContents contents;
  private final Set<Capability> capabilities;

  MemoryFixture(MemoryStoreConfig config, Set<Capability> capabilities) {
    this.config = config;
    this.contents = new MemoryContents(config, clock);
    this.capabilities = capabilities;
  }

  @Override
  public Store open() {
    return new MemoryStore(config, contents, clock, () -> {});
  }

  @Override
  public ManualClock clock() {
    return clock;
  }

  @Override
  public Set<Capability> expectedCapabilities() {
    return capabilities;
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
  public void close() {
    contents.clear();
  }
}
