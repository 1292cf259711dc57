package dev.headwater.store.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Stamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HybridClockTest {

  private static final long HOUR_MILLIS = 3_600_000;
  private static final long START_MILLIS = 1_800_000_000_000L;

  private final AtomicLong now = new AtomicLong(START_MILLIS);
  private final InstantSource time = () -> Instant.ofEpochMilli(now.get());
  private final HybridClock clock = new HybridClock(7, time);

  @Test
  void aStampHasTheTimeAndTheOrigin() {
    assertThat(clock.next()).isEqualTo(Stamp.of(START_MILLIS, 0, 7));
    now.addAndGet(5);
    assertThat(clock.next()).isEqualTo(Stamp.of(START_MILLIS + 5, 0, 7));
  }

  @Test
  void theCounterTellsStampsOfOneMillisecondApart() {
    Stamp first = clock.next();
    assertThat(clock.next()).isEqualTo(Stamp.of(START_MILLIS, 1, 7)).isGreaterThan(first);
  }

  @Test
  void aCounterThatIsFullGoesOnInTheNextMillisecond() {
    Stamp last = clock.next();
    for (int i = 0; i < 65_536; i++) {
      Stamp next = clock.next();
      assertThat(next.hlc()).isEqualTo(last.hlc() + 1);
      last = next;
    }
    assertThat(last).isEqualTo(Stamp.of(START_MILLIS + 1, 0, 7));
  }

  @Test
  void aWallClockThatIsSetBackAnHourDoesNotSetItBack() {
    Stamp before = clock.next();
    now.addAndGet(-HOUR_MILLIS);
    Stamp after = clock.next();
    assertThat(after).isGreaterThan(before);
    assertThat(after.epochMillis()).isEqualTo(START_MILLIS);
    now.addAndGet(2 * HOUR_MILLIS);
    assertThat(clock.next().epochMillis()).isEqualTo(START_MILLIS + HOUR_MILLIS);
  }

  @Test
  void whatWasObservedIsExceeded() {
    Stamp theirs = Stamp.of(START_MILLIS + 30_000, 5, 9);
    assertThat(clock.observe(theirs)).isTrue();
    assertThat(clock.next()).isEqualTo(Stamp.of(START_MILLIS + 30_000, 6, 7));
    assertThat(clock.observe(Stamp.of(START_MILLIS, 0, 9))).isTrue();
    assertThat(clock.next()).isEqualTo(Stamp.of(START_MILLIS + 30_000, 7, 7));
  }

  @Test
  void theFarthestStampThatIsBelievedIsAtTheDrift() {
    Stamp at = Stamp.of(START_MILLIS + HybridClock.MAX_DRIFT_MILLIS, 65_535, 9);
    Stamp beyond = Stamp.of(START_MILLIS + HybridClock.MAX_DRIFT_MILLIS + 1, 0, 9);
    assertThat(HybridClock.isTooFarAhead(at, START_MILLIS)).isFalse();
    assertThat(HybridClock.isTooFarAhead(beyond, START_MILLIS)).isTrue();
    assertThat(clock.observe(beyond)).isFalse();
    assertThat(clock.next()).isEqualTo(Stamp.of(START_MILLIS, 0, 7));
    assertThat(clock.observe(at)).isTrue();
    assertThat(clock.next()).isGreaterThan(at);
  }

  @Test
  void threadsNeverGetTheSameStampAndEachGetsThemInOrder() throws InterruptedException {
    int threads = 4;
    int each = 20_000;
    Set<Stamp> all = ConcurrentHashMap.newKeySet();
    CountDownLatch ended = new CountDownLatch(threads);
    AtomicLong disorder = new AtomicLong();
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(() -> issue(each, all, disorder, ended));
      thread.setDaemon(true);
      thread.start();
    }
    assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(all).hasSize(threads * each);
    assertThat(disorder).hasValue(0);
  }

  @Test
  void nodeIdsAreInRangeAndDiffer() {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      ids.add(HybridClock.randomOrigin());
    }
    assertThat(ids).allMatch(id -> id >= 1).doesNotHaveDuplicates();
    assertThatThrownBy(() -> new HybridClock(0, time)).isInstanceOf(IllegalArgumentException.class);
    assertThat(clock.origin()).isEqualTo(7);
    assertThat(clock.time()).isSameAs(time);
  }

  private void issue(int count, Set<Stamp> all, AtomicLong disorder, CountDownLatch ended) {
    Stamp last = Stamp.MIN;
    for (int i = 0; i < count; i++) {
      Stamp next = clock.next();
      all.add(next);
      disorder.addAndGet(next.isAfter(last) ? 0 : 1);
      last = next;
    }
    ended.countDown();
  }
}
