package dev.headwater.store.github.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Background;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.background.Ticker;
import dev.headwater.store.github.rest.Cost.Kind;
import dev.headwater.store.github.rest.RequestGovernor.Permit;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.ManualTimer;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestGovernorTest {

  private static final Cost WRITE = new Cost(Kind.WRITE, "a");
  private static final Cost READ = new Cost(Kind.READ, "a");

  private final ManualClock clock = new ManualClock();
  private final ManualTimer timer = new ManualTimer(clock);
  private final Ticker ticker = Ticker.of(clock);
  private final Pauses pauses = new Pauses(RestFixture.background(timer));
  private final RequestGovernor governor = new RequestGovernor(RateLimits.github(), clock, ticker);

  @Test
  void waitsForItsTurnWithinTheDeadline() throws InterruptedException {
    for (int i = 0; i < 60; i++) {
      governor.admit(WRITE, call(Duration.ofSeconds(10)), pauses).close();
    }
    Duration passed = Duration.between(ManualClock.START, clock.instant());
    assertThat(passed).isBetween(Duration.ofSeconds(35), Duration.ofSeconds(45));
    assertThat(timer.pending()).isZero();
  }

  @Test
  void whatWouldWaitBeyondItsDeadlineIsRefusedAtOnceAndToldUntilWhen() throws InterruptedException {
    refuse(Duration.ofSeconds(90));

    assertThatThrownBy(() -> governor.admit(READ, call(Duration.ofSeconds(60)), pauses))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessage(
            "github: test: GitHub's limits leave no room before 2026-01-01T00:01:31Z"
                + " (GitHub asked to wait); try again then");
    assertThat(clock.instant()).isEqualTo(ManualClock.START);
    assertThat(governor.waitForWrites(1)).isEqualTo(Duration.ofSeconds(91));
  }

  @Test
  void aPauseThatIsShorterThanTheDeadlineIsWaitedOut() throws InterruptedException {
    refuse(Duration.ofSeconds(30));
    governor.admit(READ, call(Duration.ofSeconds(60)), pauses).close();

    assertThat(clock.instant()).isEqualTo(ManualClock.START.plusSeconds(31));
  }

  @Test
  void aSecondWriteOfARepositoryWaitsForTheFirst() throws InterruptedException {
    Permit first = governor.admit(WRITE, call(Duration.ofSeconds(10)), pauses);
    timer.schedule(Duration.ofSeconds(3), first::close);
    governor.admit(WRITE, call(Duration.ofSeconds(10)), pauses).close();

    assertThat(clock.instant())
        .isBetween(ManualClock.START.plusSeconds(3), ManualClock.START.plusSeconds(10));
  }

  @Test
  void aWriteThatNeverEndsIsNotWaitedForBeyondTheDeadline() throws InterruptedException {
    Permit first = governor.admit(WRITE, call(Duration.ofSeconds(10)), pauses);

    assertThatThrownBy(() -> governor.admit(WRITE, call(Duration.ofSeconds(10)), pauses))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("another write did not end in time");
    first.close();
    governor.admit(WRITE, call(Duration.ofSeconds(10)), pauses).close();
  }

  @Test
  void neverMoreAtOnceThanAllowed() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    AtomicInteger writes = new AtomicInteger();
    AtomicInteger mostReads = new AtomicInteger();
    AtomicInteger mostWrites = new AtomicInteger();
    Background background = Background.daemon("test");
    Pauses real = new Pauses(background);
    RequestGovernor server = new RequestGovernor(RateLimits.server(), clock, ticker);
    Callable<Void> requests =
        () -> {
          for (int i = 0; i < 200; i++) {
            Cost cost = i % 2 == 0 ? READ : WRITE;
            AtomicInteger underWay = cost.isWrite() ? writes : reads;
            try (Permit permit = server.admit(cost, call(Duration.ofMinutes(1)), real)) {
              AtomicInteger most = cost.isWrite() ? mostWrites : mostReads;
              most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
              underWay.decrementAndGet();
            }
          }
          return null;
        };
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      for (Future<Void> done : threads.invokeAll(Collections.nCopies(16, requests))) {
        done.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
      background.close();
    }
    assertThat(mostWrites.get()).isEqualTo(1);
    assertThat(mostReads.get()).isLessThanOrEqualTo(8);
    assertThat(server.waitForWrites(1)).isZero();
  }

  @Test
  void storesWithOneCredentialAtOneServerShareALimit() {
    RateGovernors governors = new RateGovernors(clock, ticker);
    URI server = GithubAddress.GITHUB_COM;
    RequestGovernor one = governors.of(server, "token a", RateLimits.github());

    assertThat(governors.of(server, "token a", RateLimits.github())).isSameAs(one);
    assertThat(governors.of(server, "token b", RateLimits.github())).isNotSameAs(one);
    assertThat(governors.of(URI.create("https://a/api/v3"), "token a", RateLimits.github()))
        .isNotSameAs(one);
  }

  @Test
  void governorsThatAreNotUsedAreForgotten() {
    RateGovernors governors = new RateGovernors(clock, ticker);
    RequestGovernor first = governors.of(GithubAddress.GITHUB_COM, "0", RateLimits.github());
    for (int i = 1; i <= 256; i++) {
      governors.of(GithubAddress.GITHUB_COM, "" + i, RateLimits.github());
    }
    assertThat(governors.of(GithubAddress.GITHUB_COM, "0", RateLimits.github())).isNotSameAs(first);
  }

  private void refuse(Duration retryAfter) throws InterruptedException {
    try (Permit permit = governor.admit(READ, call(Duration.ofSeconds(10)), pauses)) {
      Map<String, List<String>> headers =
          Map.of("retry-after", List.of("" + retryAfter.toSeconds()));
      permit.answered(
          new RestAnswer(429, HttpHeaders.of(headers, (name, value) -> true), new byte[0]));
    }
  }

  private RestCall call(Duration time) {
    return new RestCall(RestFixture.SUBJECT, Deadline.in(time, ticker));
  }
}
