package dev.headwater.store.github.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.github.rest.Cost.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateBudgetTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final Cost WRITE = new Cost(Kind.WRITE, "a");
  private static final Cost READ = new Cost(Kind.READ, "a");
  private static final Cost CONDITIONAL = new Cost(Kind.CONDITIONAL_READ, "a");
  private static final LimitSignal FINE =
      new LimitSignal(
          OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), false, Optional.empty());

  private final RateBudget budget = new RateBudget(RateLimits.github(), 0);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noHourOfAnyLoadExceedsALimit(long seed) {
    Random random = new Random(seed);
    Arrivals arrivals = new Arrivals();
    double writes = random.nextDouble();
    long now = 0;
    while (now < 3 * HOUR) {
      Cost cost = random.nextDouble() < writes ? WRITE : READ;
      Admission admission = budget.ask(cost, now);
      if (admission instanceof Admission.After after) {
        now += after.nanos();
      } else {
        long underWay = random.nextLong(2 * SECOND);
        budget.sent(cost, now);
        arrivals.add(now + random.nextLong(underWay + 1), cost);
        now += random.nextInt(100) == 0 ? random.nextLong(10 * MINUTE) : underWay;
        budget.answered(cost, FINE, now);
      }
    }
    arrivals.requireWithin(RateLimits.github());
  }

  @Test
  void whoAlwaysWritesGetsMostOfWhatIsAllowed() {
    int writes = 0;
    long now = 0;
    while (now < 10 * HOUR) {
      if (budget.ask(WRITE, now) instanceof Admission.After after) {
        now += after.nanos();
      } else {
        budget.sent(WRITE, now);
        now += SECOND / 2;
        budget.answered(WRITE, FINE, now);
        writes++;
      }
    }
    assertThat(writes).isBetween(10 * 330, 10 * 450);
  }

  @Test
  void aFewWritesGoAtOnceAndThenEachHasToWaitItsTurn() {
    for (int i = 0; i < 36; i++) {
      write(0);
    }
    assertThat(budget.ask(WRITE, 0)).isInstanceOf(Admission.After.class);
    assertThat(budget.waitForWrites(1, 0)).isBetween(Duration.ofMillis(1), Duration.ofSeconds(2));
    assertThat(budget.waitForWrites(3, 0)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(6));
    assertThat(budget.ask(READ, 0)).isEqualTo(new Admission.Granted());
  }

  @Test
  void onlyOneWriteOfARepositoryIsUnderWay() {
    budget.sent(WRITE, 0);

    assertThat(budget.ask(WRITE, 0)).isEqualTo(new Admission.Occupied("another write"));
    assertThat(budget.ask(new Cost(Kind.WRITE, "b"), 0)).isEqualTo(new Admission.Granted());
    assertThat(budget.ask(READ, 0)).isEqualTo(new Admission.Granted());

    budget.answered(WRITE, FINE, SECOND);
    assertThat(budget.ask(WRITE, SECOND)).isEqualTo(new Admission.Granted());
  }

  @Test
  void readsUnderWayAreBounded() {
    for (int i = 0; i < RateLimits.github().readsAtOnce(); i++) {
      budget.sent(READ, 0);
    }
    assertThat(budget.ask(READ, 0)).isEqualTo(new Admission.Occupied("other reads"));
    assertThat(budget.ask(WRITE, 0)).isEqualTo(new Admission.Granted());
  }

  @Test
  void theLastTenthOfAnHourIsLeftToOthersButForFreeRequests() {
    read(0, remaining(5000, 501));
    assertThat(budget.ask(READ, 0)).isEqualTo(new Admission.Granted());

    read(0, remaining(5000, 500));
    assertThat(budget.ask(READ, 0)).isInstanceOf(Admission.After.class);
    assertThat(budget.ask(WRITE, 0)).isInstanceOf(Admission.After.class);
    assertThat(budget.ask(CONDITIONAL, 0)).isEqualTo(new Admission.Granted());

    read(0, remaining(5000, 0));
    assertThat(budget.ask(CONDITIONAL, 0))
        .isEqualTo(new Admission.After(1001 * SECOND, "its requests of this hour are used up"));
    assertThat(budget.ask(READ, 1001 * SECOND)).isEqualTo(new Admission.Granted());
  }

  @Test
  void requestsUnderWayCountAgainstWhatIsLeft() {
    read(0, remaining(5000, 503));
    budget.sent(READ, 0);
    budget.sent(READ, 0);
    assertThat(budget.ask(READ, 0)).isEqualTo(new Admission.Granted());

    budget.sent(READ, 0);
    assertThat(budget.ask(READ, 0)).isInstanceOf(Admission.After.class);
  }

  @Test
  void isAsQuietAsItIsAskedToBe() {
    read(0, limited(Duration.ofSeconds(30)));

    assertThat(budget.ask(READ, 0))
        .isEqualTo(new Admission.After(31 * SECOND, "GitHub asked to wait"));
    assertThat(budget.ask(WRITE, 30 * SECOND)).isInstanceOf(Admission.After.class);
    assertThat(budget.ask(READ, 31 * SECOND)).isEqualTo(new Admission.Granted());
  }

  @Test
  void withoutATimeItWaitsAMinuteAndThenTwiceAsLongEachTime() {
    long now = 0;
    for (int minutes : new int[] {1, 2, 4, 8, 16, 16}) {
      read(now, limited(null));
      assertThat(budget.ask(READ, now))
          .isEqualTo(new Admission.After(minutes * MINUTE, "GitHub asked to wait"));
      now += minutes * MINUTE;
    }
    read(now, FINE);
    read(now, limited(null));
    assertThat(budget.ask(READ, now))
        .isEqualTo(new Admission.After(MINUTE, "GitHub asked to wait"));
  }

  @Test
  void severalRefusalsAtOnceAreOne() {
    for (int i = 0; i < 8; i++) {
      budget.sent(READ, 0);
    }
    for (int i = 0; i < 8; i++) {
      budget.answered(READ, limited(null), SECOND);
    }
    assertThat(budget.ask(READ, SECOND))
        .isEqualTo(new Admission.After(MINUTE, "GitHub asked to wait"));
    assertThat(writesInABurst(2 * MINUTE)).isEqualTo(18);
  }

  @Test
  void halvesWhatItUsesWhenGithubLimitsAllTheSameAndRecoversSlowly() {
    assertThat(writesInABurst(0)).isEqualTo(36);
    read(HOUR, limited(Duration.ofSeconds(1)));
    assertThat(writesInABurst(HOUR + 2 * SECOND)).isEqualTo(18);
    read(2 * HOUR, limited(Duration.ofSeconds(1)));
    assertThat(writesInABurst(3 * HOUR)).isEqualTo(36);
  }

  @Test
  void anHourThatIsUsedUpIsNoReasonToSlowDown() {
    LimitSignal usedUp =
        new LimitSignal(
            OptionalInt.of(5000),
            OptionalInt.of(0),
            Optional.of(Duration.ofSeconds(100)),
            true,
            Optional.empty());
    read(0, usedUp);

    assertThat(budget.ask(READ, 0))
        .isEqualTo(new Admission.After(101 * SECOND, "GitHub asked to wait"));
    assertThat(writesInABurst(102 * SECOND)).isEqualTo(36);
  }

  private int writesInABurst(long now) {
    int writes = 0;
    while (budget.ask(WRITE, now) instanceof Admission.Granted) {
      write(now);
      writes++;
    }
    return writes;
  }

  private void write(long now) {
    assertThat(budget.ask(WRITE, now)).isEqualTo(new Admission.Granted());
    budget.sent(WRITE, now);
    budget.answered(WRITE, FINE, now);
  }

  private void read(long now, LimitSignal signal) {
    budget.sent(READ, now);
    budget.answered(READ, signal, now);
  }

  private static LimitSignal remaining(int limit, int remaining) {
    return new LimitSignal(
        OptionalInt.of(limit),
        OptionalInt.of(remaining),
        Optional.of(Duration.ofSeconds(1000)),
        false,
        Optional.empty());
  }

  private static LimitSignal limited(Duration retryAfter) {
    return new LimitSignal(
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        true,
        Optional.ofNullable(retryAfter));
  }

  /** When requests reached the server. */
  private static final class Arrivals {
    private final List<Arrival> arrivals = new ArrayList<>();

    record Arrival(long at, Cost cost) {}

    void add(long at, Cost cost) {
      arrivals.add(new Arrival(at, cost));
    }

    /* In every span of time, wherever it begins. */
    void requireWithin(RateLimits limits) {
      assertThat(most(MINUTE, true)).isLessThanOrEqualTo(limits.pointsPerMinute());
      List<Arrival> all = List.copyOf(arrivals);
      arrivals.removeIf(arrival -> !arrival.cost().isWrite());
      assertThat(most(MINUTE, false)).isLessThanOrEqualTo(limits.writesPerMinute());
      assertThat(most(HOUR, false)).isLessThanOrEqualTo(limits.writesPerHour());
      assertThat(all).isNotEmpty();
    }

    private int most(long window, boolean points) {
      Deque<Arrival> inWindow = new ArrayDeque<>();
      int sum = 0;
      int most = 0;
      for (Arrival arrival : arrivals) {
        while (!inWindow.isEmpty() && inWindow.peek().at() <= arrival.at() - window) {
          sum -= weight(inWindow.remove(), points);
        }
        inWindow.add(arrival);
        sum += weight(arrival, points);
        most = Math.max(most, sum);
      }
      return most;
    }

    private static int weight(Arrival arrival, boolean points) {
      return points ? arrival.cost().kind().points() : 1;
    }
  }
}
