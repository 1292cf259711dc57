package dev.headwater.it;

import dev.headwater.chain.ChainStore;
import dev.headwater.chain.ChainStoreBuilder;
import dev.headwater.chain.Layer;
import dev.headwater.github.emulator.GithubEmulator;
import dev.headwater.store.Capability;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import dev.headwater.testkit.Corruption;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.OutcomesAlone;
import dev.headwater.testkit.StoreContract;
import dev.headwater.testkit.StoreFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

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
  @Tag("long")
  class OfMemoryEtcdAndSql extends StoreContract {
    @Override
    protected StoreFixture fixture() {
      return new RealChain(EnumSet.of(Above.MEMORY, Above.ETCD));
    }
  }

  /** GitHub below the authority: every write arrives there, later, and comes back by its feed. */
  @Nested
  class OfMemoryEtcdSqlAndGithub extends StoreContract {
    @TempDir private Path directory;

    private int repositories;

    @Override
    protected StoreFixture fixture() {
      Path repository = directory.resolve("repository" + repositories++);
      return new RealChain(EnumSet.of(Above.MEMORY, Above.ETCD), repository);
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
    private final @Nullable GithubEmulator github;

    RealChain(Set<Above> above) {
      this.above = above;
      this.github = null;
    }

    RealChain(Set<Above> above, Path repository) {
      this.above = above;
      this.github = GithubEmulator.over(repository).clock(clock).start();
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
      builder.store("sql", Servers.open(Servers.sqlUri(name), clock));
      if (github != null) {
        Store deepest = Servers.open(Servers.githubUri(github), clock);
        builder.layer(Layer.store("github", deepest).behind());
      }
      return new OutcomesAlone(builder.build());
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
    public void close() {
      if (github != null) {
        github.close();
      }
    }
  }
}
