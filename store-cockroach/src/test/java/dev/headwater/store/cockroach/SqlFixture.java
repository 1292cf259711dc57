package dev.headwater.store.cockroach;

import dev.headwater.store.Capability;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import dev.headwater.testkit.Corruption;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.StoreFixture;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Stores on one table of a real server. */
final class SqlFixture implements StoreFixture {

  private final SqlTable table = new SqlTable();
  private final ManualClock clock = new ManualClock();
  private final String[] parameters;

  SqlFixture(String... parameters) {
    this.parameters = parameters;
  }

  @Override
  public Store open() {
    return CockroachStore.open(table.config(parameters), clock);
  }

  @Override
  public ManualClock clock() {
    return clock;
  }

  @Override
  public Set<Capability> expectedCapabilities() {
    return EnumSet.of(
        Capability.WRITE,
        Capability.PRECONDITIONS,
        Capability.ATOMIC_BATCHES,
        Capability.COMPLETE,
        Capability.DURABLE);
  }

  @Override
  public Corruption corrupt(Key key) {
    try (Store store = open()) {
      store.head(); // there is a table from now on
    }
    table.corrupt(key);
    return Corruption.DONE;
  }

  @Override
  public Duration feedPatience() {
    return Duration.ofSeconds(20);
  }

  @Override
  public void close() {
    table.close();
  }
}
