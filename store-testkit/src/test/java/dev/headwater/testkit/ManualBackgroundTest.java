package dev.headwater.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.background.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualBackgroundTest {

  private final ManualBackground background = new ManualBackground();
  private final ManualClock clock = background.clock();
  private final ManualTimer timer = background.timer();
  private final ManualExecutor executor = background.executor();
  private final List<String> ran = new ArrayList<>();

  @Test
  void theClockStandsStillUntilItIsMoved() {
    assertThat(clock.instant()).isEqualTo(ManualClock.START).isEqualTo(clock.instant());
    clock.advance(Duration.ofSeconds(3));
    assertThat(clock.instant()).isEqualTo(ManualClock.START.plusSeconds(3));
    clock.advance(Duration.ofHours(-1));
    clock.set(ManualClock.START);
    assertThat(clock.millis()).isEqualTo(ManualClock.START.toEpochMilli());
  }

  @Test
  void tasksRunInTheOrderInWhichTheyAreDueAtTheirTime() {
    schedule(30, "third");
    schedule(10, "first");
    schedule(20, "second");
    schedule(10, "first, too");
    timer.advance(Duration.ofMillis(25));
    assertThat(ran).containsExactly("first at 10", "first, too at 10", "second at 20");
    assertThat(clock.millis()).isEqualTo(ManualClock.START.toEpochMilli() + 25);
    assertThat(timer.pending()).isOne();
  }

  @Test
  void movingTheClockAloneRunsNothingUntilItIsAsked() {
    schedule(10, "due");
    clock.advance(Duration.ofMillis(10));
    assertThat(ran).isEmpty();
    assertThat(timer.runDue()).isOne();
    assertThat(timer.runDue()).isZero();
  }

  @Test
  void cancelledTasksAndThoseOfAClosedTimerDoNotRun() {
    Timer.Task task = timer.schedule(Duration.ofMillis(1), () -> ran.add("cancelled"));
    schedule(2, "closed");
    task.cancel();
    timer.close();
    schedule(3, "too late");
    timer.advance(Duration.ofMillis(10));
    assertThat(ran).isEmpty();
  }

  @Test
  void theExecutorRunsTasksInOrderAndThoseThatTheySubmit() {
    executor.execute(() -> executor.execute(() -> ran.add("third")));
    executor.execute(() -> ran.add("second"));
    assertThat(executor.runOne()).isTrue();
    assertThat(executor.pending()).isEqualTo(2);
    assertThat(executor.runAll()).isEqualTo(2);
    assertThat(executor.runOne()).isFalse();
    assertThat(ran).containsExactly("second", "third");
  }

  @Test
  void workThatNeverEndsIsAnErrorAndNoHang() {
    executor.execute(this::submitAgain);
    assertThatThrownBy(executor::runAll).isInstanceOf(AssertionError.class);
    timer.schedule(Duration.ZERO, this::scheduleAgain);
    assertThatThrownBy(timer::runDue).isInstanceOf(AssertionError.class);
  }

  @Test
  void theBackgroundDoesTheWorkOfTasksBeforeItMovesOn() {
    timer.schedule(
        Duration.ofMillis(10), () -> executor.execute(() -> ran.add("work at " + sinceStart())));
    background.advance(Duration.ofMillis(50));
    assertThat(ran).containsExactly("work at 10");
    assertThat(background.background().pollWait()).isZero();
  }

  private void submitAgain() {
    executor.execute(this::submitAgain);
  }

  private void scheduleAgain() {
    timer.schedule(Duration.ZERO, this::scheduleAgain);
  }

  private void schedule(long delayMillis, String name) {
    timer.schedule(Duration.ofMillis(delayMillis), () -> ran.add(name + " at " + sinceStart()));
  }

  private long sinceStart() {
    return clock.millis() - ManualClock.START.toEpochMilli();
  }
}
