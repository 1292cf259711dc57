package dev.headwater.testkit;

import dev.headwater.store.background.Background;
import java.time.Duration;

/**
 * A clock, timer and executor that stand still until a test moves them, so that a whole stack of
 * stores runs on the test's one thread, the same way every time. Feeds are polled without waiting.
 */
public final class ManualBackground {

  private final ManualClock clock;
  private final ManualTimer timer;
  private final ManualExecutor executor = new ManualExecutor();

  public ManualBackground() {
    this(new ManualClock());
  }

  public ManualBackground(ManualClock clock) {
    this.clock = clock;
    this.timer = new ManualTimer(clock);
  }

  /** What to give to the code under test. */
  public Background background() {
    return new Background(executor, timer, Duration.ZERO);
  }

  public ManualClock clock() {
    return clock;
  }

  public ManualTimer timer() {
    return timer;
  }

  public ManualExecutor executor() {
    return executor;
  }

  /** Runs all work that can run now, without moving the clock. */
  public void settle() {
    do {
      executor.runAll();
    } while (timer.runDue() > 0);
  }

  /** Moves the clock on, doing all work at the time at which it is due. */
  public void advance(Duration duration) {
    settle();
    timer.advance(duration, this::settle);
    settle();
  }
}
