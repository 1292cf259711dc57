package dev.headwater.store.github;

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

/** A repository of its own on an emulator of its own. */
final class GithubFixture implements StoreFixture {

  private final Repository repository;

  GithubFixture(Path directory) {
    repository = new Repository(directory);
  }

  @Override
  public Store open() {
    return repository.open(Repository.EAGER);
  }

  @Override
  public ManualClock clock() {
    return repository.clock;
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

  /** What is not Headwater's is a person's edit, and adopted. */
  @Override
  public Corruption corrupt(Key key) {
    return Corruption.IMPOSSIBLE;
  }

  @Override
  public Duration feedPatience() {
    return Duration.ofSeconds(10);
  }

  @Override
  public void close() {
    repository.close();
  }
}
