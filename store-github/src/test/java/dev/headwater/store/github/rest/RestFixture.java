package dev.headwater.store.github.rest;

import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.background.Background;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.background.Ticker;
import dev.headwater.store.background.Waits;
import dev.headwater.store.spi.Secret;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.ManualTimer;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** A repository on a scripted server. Whoever waits between requests moves the clock instead. */
final class RestFixture implements AutoCloseable {

  static final String TOKEN = "s3cret-t0ken";
  static final Subject SUBJECT = new Subject("github", "test", null);

  final ScriptedGithub server = new ScriptedGithub();
  final ManualClock clock = new ManualClock();
  final ManualTimer timer = new ManualTimer(clock);
  final Ticker ticker = Ticker.of(clock);
  final RateGovernors governors = new RateGovernors(clock, ticker);

  RestEnvironment environment() {
    return environment(background(timer));
  }

  RestEnvironment environment(Background background) {
    return new RestEnvironment(clock, ticker, background, new Random(1), governors);
  }

  /** Waits by moving the clock. */
  static Background background(ManualTimer timer) {
    Waits waits =
        (what, atMost) -> {
          if (!what.isDone()) {
            timer.advance(atMost);
          }
          return what.isDone();
        };
    return new Background(Runnable::run, timer, Duration.ZERO, waits);
  }

  GithubAddress address() {
    return new GithubAddress(server.endpoint(), "owner", "repo", Optional.of("main"));
  }

  GitRepository open() {
    return open(address(), new GithubCredentials.Token(Secret.of(TOKEN), "the test"));
  }

  GitRepository open(GithubAddress address, GithubCredentials credentials) {
    return open(address, credentials, RateLimits.server());
  }

  GitRepository open(GithubAddress address, GithubCredentials credentials, RateLimits limits) {
    return GithubRepositories.open(
            new GithubSettings("github", address, credentials, limits, Duration.ofMinutes(1)),
            environment())
        .during(SUBJECT, Deadline.in(Duration.ofMinutes(1), ticker));
  }

  @Override
  public void close() {
    server.close();
  }
}
