package dev.headwater.it;

import dev.headwater.chain.ChainStore;
import dev.headwater.chain.ChainStoreBuilder;
import dev.headwater.store.Capability;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import dev.headwater.testkit.Corruption;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.StoreContract;
import dev.headwater.testkit.StoreFixture;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** A chain over real servers is a store, whatever its depth. */
class ChainContractIT {

  @Nested
  @Tag("long")
  class OfSql extends StoreContract {
    @Override
    protected StoreFixture fixture() {
      return new RealChain(EnumSet.noneOf(Above.class));
    }
  }

  @Nested
  @Tag("long")
  class OfMemoryAndSql extends StoreContract {
    @Override
    protected StoreFixture fixture() {
      return new RealChain(EnumSet.of(Above.MEMORY));
    }
  }

  @Nested
  class OfMemoryEtcdAndSql extends StoreContract {
    @Override
    protected StoreFixture fixture() {
      return new RealChain(EnumSet.of(Above.MEMORY, Above.ETCD));
    }
  }

  private enum Above {
    MEMORY,
    ETCD
  }

  private static final class RealChain implements StoreFixture {
    private final ManualClock clock = new ManualClock();
    private final String name = Servers.freshName();
    private final Set<Above> above;

    RealChain(Set<Above> above) {
      this.above = above;
    }

    @Override
    public Store open() {
      ChainStoreBuilder builder = ChainStore.builder().time(clock);
      if (above.contains(Above.MEMORY)) {
        builder.cache("memory", Servers.open("memory:", clock));
      }
      if (above.contains(Above.ETCD)) {
        builder.cache("etcd", Servers.open(Servers.etcdUri(name), clock));
      }
      return builder.store("sql", Servers.open(Servers.sqlUri(name), clock)).build();
    }

    @Override
    public ManualClock clock() {
      return clock;
    }

    @Override
    public Set<Capability> expectedCapabilities() {
      return Set.of(
          Capability.WRITE,
          Capability.PRECONDITIONS,
          Capability.ATOMIC_BATCHES,
          Capability.COMPLETE,
          Capability.DURABLE);
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
}
