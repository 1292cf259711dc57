package dev.headwater.store.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.github.emulator.GitProgram;
import dev.headwater.github.emulator.GithubEmulator;
import dev.headwater.github.emulator.LoggedRequest;
import dev.headwater.github.emulator.PersonCommits;
import dev.headwater.github.emulator.openapi.Conformance;
import dev.headwater.store.background.Background;
import dev.headwater.store.background.Ticker;
import dev.headwater.store.github.GithubStoreConfig.Timing;
import dev.headwater.store.github.rest.GithubAddress;
import dev.headwater.store.github.rest.GithubCredentials;
import dev.headwater.store.github.rest.RateGovernors;
import dev.headwater.store.github.rest.RateLimits;
import dev.headwater.store.github.rest.RestEnvironment;
import dev.headwater.store.spi.Secret;
import dev.headwater.testkit.ManualClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A repository on an emulator of GitHub, and the stores that tests open on it. What they ask and
 * are answered is checked against GitHub's own description of its API, where that is at hand.
 */
final class Repository implements AutoCloseable {

  /** Stores that look at the branch at each read, and commit at once. */
  static final Timing EAGER =
      new Timing(Duration.ofMinutes(5), Duration.ofMillis(50), Duration.ZERO, Duration.ZERO);

  /** Stores that look at the branch when they are told to. */
  static final Timing CALM =
      new Timing(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(1), Duration.ZERO);

  /** Stores that give up soon. */
  static final Timing HASTY =
      new Timing(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ofHours(1), Duration.ZERO);

  final ManualClock clock = new ManualClock();
  final GithubEmulator github;
  private final Path bare;
  private final Conformance conformance = new Conformance();
  private final List<GithubStore> opened = new CopyOnWriteArrayList<>();

  Repository(Path directory) {
    bare = directory.resolve("data.git");
    github = GithubEmulator.over(bare).clock(clock).listener(conformance).start();
  }

  GithubStoreConfig config() {
    int slash = github.repository().indexOf('/');
    return GithubStoreConfig.of(
        new GithubAddress(
            github.endpoint(),
            github.repository().substring(0, slash),
            github.repository().substring(slash + 1),
            Optional.empty()),
        new GithubCredentials.Token(Secret.of(github.token()), "the test"),
        RateLimits.server());
  }

  /** The same elsewhere. */
  GithubStoreConfig at(GithubAddress address) {
    return GithubStoreConfig.of(address, config().credentials(), config().limits());
  }

  /** The same for somebody else. */
  GithubStoreConfig with(GithubCredentials credentials) {
    return GithubStoreConfig.of(config().address(), credentials, config().limits());
  }

  /** A store as in a process of its own, which shares nothing with others; closed with this. */
  GithubStore open(GithubStoreConfig config) {
    return open(
        config,
        new RestEnvironment(
            clock,
            Ticker.system(),
            Background.daemon("headwater-github"),
            new SecureRandom(),
            new RateGovernors(InstantSource.system(), Ticker.system())));
  }

  /** A store in a world of its own, closed with this. */
  GithubStore open(GithubStoreConfig config, RestEnvironment environment) {
    GithubStore store = GithubStore.open(config, environment);
    opened.add(store);
    return store;
  }

  GithubStore open(Timing timing) {
    return open(config().timing(timing));
  }

  PersonCommits ada() {
    return github.person("Ada", "ada@example.org");
  }

  /** Fails unless Git finds the repository sound. */
  void requireSound() {
    GitProgram.fsck(bare);
  }

  /** The requests since the last call. */
  List<String> requests() {
    List<String> lines =
        github.requests().all().stream().map(one -> one.line() + " " + one.status()).toList();
    github.requests().clear();
    return lines;
  }

  long count(Predicate<LoggedRequest> which) {
    return github.requests().count(which);
  }

  /** Waits for what other threads do, at most half a minute. */
  static void await(BooleanSupplier done) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    opened.forEach(GithubStore::close);
    github.close();
    conformance.requireNone();
  }
}
