package dev.headwater.store.github.rest;

import static dev.headwater.store.github.rest.ScriptedGithub.json;
import static dev.headwater.store.github.rest.ScriptedGithub.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.spi.Secret;
import dev.headwater.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitedRequestsTest {

  private static final String A = "a".repeat(40);
  private static final String MOVE = "PATCH /repos/owner/repo/git/refs/heads/main";
  private static final GithubCredentials TOKEN =
      new GithubCredentials.Token(Secret.of(RestFixture.TOKEN), "the test");

  private final RestFixture fixture = new RestFixture();
  private final ScriptedGithub server = fixture.server;
  private final GitRepository repository = fixture.open();

  @AfterEach
  void close() {
    repository.close();
    fixture.close();
  }

  @Test
  void aRefusalForAShortTimeIsWaitedOutAndTheRequestSentAgain() {
    server.on(
        MOVE,
        message(403, "You have exceeded a secondary rate limit.", "Retry-After", "20"),
        json(200, "{}"));

    assertThat(repository.moveHead(A)).isEqualTo(Moved.MOVED);
    assertThat(passed()).isBetween(Duration.ofSeconds(21), Duration.ofSeconds(22));
    assertThat(server.seen()).hasSize(2);
  }

  @Test
  void aRefusalForALongTimeIsTheCallersMatter() {
    server.on(MOVE, message(429, "API rate limit exceeded", "Retry-After", "600"));

    assertThatThrownBy(() -> repository.moveHead(A))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("GitHub's limits leave no room before 2026-01-01T00:10:0")
        .hasMessageContaining("try again then");
    assertThat(passed()).isLessThan(Duration.ofSeconds(1));
    assertThat(repository.waitFor(1)).isGreaterThan(Duration.ofMinutes(9));
    assertThatThrownBy(repository::head).isInstanceOf(StoreUnavailableException.class);
    assertThat(server.seen()).as("nothing is sent in that time").hasSize(1);
  }

  @Test
  void aRefusalWithoutATimeMeansAMinute() {
    server.on(MOVE, message(403, "You have exceeded a secondary rate limit."), json(200, "{}"));

    assertThatThrownBy(() -> repository.moveHead(A)).isInstanceOf(StoreUnavailableException.class);
    assertThat(repository.waitFor(1)).isBetween(Duration.ofSeconds(58), Duration.ofSeconds(60));
    fixture.clock.advance(Duration.ofMinutes(1));
    assertThat(later().moveHead(A)).isEqualTo(Moved.MOVED);
  }

  @Test
  void aStoreIsQuietWhenAnotherWithItsTokenWasRefused() {
    server.on(MOVE, message(429, "", "Retry-After", "600"));
    try (GitRepository other = fixture.open()) {
      assertThatThrownBy(() -> other.moveHead(A)).isInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(repository::head).isInstanceOf(StoreUnavailableException.class);
      assertThat(server.seen()).hasSize(1);
    }
  }

  @Test
  void theLastRequestsOfAnHourAreNotUsed() {
    long reset = Instant.now().getEpochSecond() + 1800; // the server's date is the real one
    server.on(
        MOVE,
        json(
            200,
            "{}",
            "X-RateLimit-Limit",
            "5000",
            "X-RateLimit-Remaining",
            "500",
            "X-RateLimit-Reset",
            "" + reset));
    repository.moveHead(A);

    assertThatThrownBy(() -> repository.moveHead(A))
        .hasMessageContaining("(its requests of this hour are used up)")
        .hasMessageContaining("2026-01-01T00:30:0");
    fixture.clock.advance(Duration.ofSeconds(1802));
    assertThat(later().moveHead(A)).isEqualTo(Moved.MOVED);
  }

  @Test
  void anHourOfWritesStaysWithinGithubsLimits() {
    List<Long> sent = new ArrayList<>();
    server.on(
        MOVE,
        exchange -> {
          sent.add(fixture.clock.millis());
          json(200, "{}").to(exchange);
        });
    try (GitRepository limited = fixture.open(fixture.address(), TOKEN, RateLimits.github())) {
      while (passed().compareTo(Duration.ofMinutes(90)) < 0) {
        limited
            .during(RestFixture.SUBJECT, Deadline.in(Duration.ofMinutes(1), fixture.ticker))
            .moveHead(A);
      }
    }
    assertThat(most(sent, Duration.ofMinutes(1))).isLessThanOrEqualTo(80);
    assertThat(most(sent, Duration.ofHours(1))).isBetween(400, 500);
    assertThat(fixture.timer.pending()).isZero();
  }

  private static int most(List<Long> times, Duration window) {
    int most = 0;
    int first = 0;
    for (int i = 0; i < times.size(); i++) {
      while (times.get(first) <= times.get(i) - window.toMillis()) {
        first++;
      }
      most = Math.max(most, i - first + 1);
    }
    return most;
  }

  private GitRepository later() {
    return repository.during(
        RestFixture.SUBJECT, Deadline.in(Duration.ofMinutes(1), fixture.ticker));
  }

  private Duration passed() {
    return Duration.between(ManualClock.START, fixture.clock.instant());
  }
}
