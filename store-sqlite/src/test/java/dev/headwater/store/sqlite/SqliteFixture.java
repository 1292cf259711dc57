package dev.headwater.store.sqlite;

import dev.headwater.store.Capability;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import dev.headwater.testkit.Corruption;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.StoreFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** One file that several stores are opened on. */
final class SqliteFixture implements StoreFixture {

  static final Set<Capability> CAPABILITIES =
      EnumSet.of(
          Capability.WRITE,
          Capability.PRECONDITIONS,
          Capability.ATOMIC_BATCHES,
          Capability.COMPLETE,
          Capability.DURABLE);

  /** Nobody waits for it unless the disk is busy with something else. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final ManualClock clock = new ManualClock();
  private final Path file;

  SqliteFixture(Path file) {
    this.file = file;
  }

  @Override
  public Store open() {
    return SqliteStore.open(SqliteStoreConfig.of(file).timeout(TIMEOUT), clock);
  }

  @Override
  public ManualClock clock() {
    return clock;
  }

  @Override
  public Set<Capability> expectedCapabilities() {
    return CAPABILITIES;
  }

  @Override
  public Corruption corrupt(Key key) {
    try (Store store = open();
        RawFile raw = RawFile.open(file)) {
      store.head(); // now there is a table
      raw.overwrite(key);
    }
    return Corruption.DONE;
  }

  @Override
  public Duration feedPatience() {
    return Duration.ofSeconds(30);
  }

  @Override
  public void close() {} // the directory goes with the test
}
