package dev.headwater.store.github;

import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.github.emulator.LoggedRequest;
import dev.headwater.github.emulator.RateLimits;
import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Background;
import dev.headwater.store.background.Ticker;
import dev.headwater.store.background.Waits;
import dev.headwater.store.github.GithubStoreConfig.Timing;
import dev.headwater.store.github.rest.RateGovernors;
import dev.headwater.store.github.rest.RestEnvironment;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.ManualTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Writes without end, under GitHub's own limits and a clock that whoever waits moves on: as fast as
 * the limits let it, and never refused.
 */
@Tag("long")
class LimitsTest extends RepositoryCase {

  private static final Duration STEP = Duration.ofMillis(250);
  private static final Timing USUAL =
      new Timing(
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(1));

  private GithubStore store;

  @BeforeEach
  void start() {
    repository.github.rateLimits(RateLimits.github());
    store = repository.open(limited(), environment());
  }

  private GithubStoreConfig limited() {
    GithubStoreConfig config = repository.config();
    return GithubStoreConfig.of(
            config.address(),
            config.credentials(),
            dev.headwater.store.github.rest.RateLimits.github())
        .timing(USUAL);
  }

  /* All on the test's thread. */
  private RestEnvironment environment() {
    ManualClock clock = repository.clock;
    ManualTimer timer = new ManualTimer(clock);
    Waits waits =
        (what, atMost) -> {
          Instant end = clock.instant().plus(atMost);
          while (!what.isDone() && clock.instant().isBefore(end)) {
            Duration left = Duration.between(clock.instant(), end);
            clock.advance(left.compareTo(STEP) < 0 ? left : STEP);
            timer.runDue(); // which may wait, too
          }
          return what.isDone();
        };
    return new RestEnvironment(
        clock,
        Ticker.of(clock),
        new Background(Runnable::run, timer, Duration.ZERO, waits),
        new Random(1),
        new RateGovernors(clock, Ticker.of(clock)));
  }

  /** What was written when, in seconds. */
  private record Delivery(int from, int to, long atSecond) {
    long lag() {
      return atSecond - from;
    }
  }

  @Test
  void anHourOfWritesIsNeverRefusedAndNeverFarBehind() {
    List<Delivery> deliveries = new ArrayList<>();
    int written = 0;
    while (seconds() < 3_660) {
      int due = (int) seconds() + 1; // an entry each second
      if (due == written) {
        repository.clock.advance(STEP);
        continue;
      }
      merge(written, due);
      deliveries.add(new Delivery(written, due, seconds()));
      written = due;
    }
    assertThat(store.head().position()).isEqualTo(Integer.toString(deliveries.size()));
    assertThat(deliveries).allSatisfy(one -> assertThat(one.lag()).isLessThan(75));
    List<LoggedRequest> requests = repository.github.requests().all();
    assertThat(requests)
        .noneMatch(one -> one.status() == 403 || one.status() == 429)
        .filteredOn(one -> one.line().isWrite())
        .hasSizeBetween(400, 500 + 10);
    assertThat(deliveries.stream().filter(one -> one.atSecond() < 600).count())
        .as("commits in the first ten minutes")
        .isBetween(40L, 60L);
  }

  private long seconds() {
    return Duration.between(ManualClock.START, repository.clock.instant()).toSeconds();
  }

  private void merge(int from, int to) {
    List<Entry> entries = new ArrayList<>();
    for (int i = from; i < to; i++) {
      entries.add(value("k%02d/%04d".formatted(i % 40, i), 1, "x" + i));
    }
    for (int failures = 0; failures < 10; failures++) {
      try {
        assertThat(store.mergeAll(Batch.of(entries))).containsOnly(MergeOutcome.written());
        return;
      } catch (StoreUnavailableException e) {
        repository.clock.advance(Duration.ofSeconds(5));
      }
    }
    throw new AssertionError("not written: " + from);
  }

  @Test
  void aLargeCommitWaitsUntilThereIsRoomForAllOfIt() {
    for (int i = 0; i < 45; i++) { // the burst of an hour is used up
      merge(i, i + 1);
    }
    repository.requests();
    List<Entry> large = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      large.add(value("large/" + i, 1, "x"));
    }
    int failures = 0;
    while (true) {
      try {
        store.mergeAll(Batch.of(large));
        break;
      } catch (StoreUnavailableException e) {
        assertThat(failures++).isLessThan(20);
        repository.clock.advance(Duration.ofSeconds(30));
      }
    }
    assertThat(repository.requests()).as("nothing was sent in vain").hasSizeLessThanOrEqualTo(11);
  }
}
