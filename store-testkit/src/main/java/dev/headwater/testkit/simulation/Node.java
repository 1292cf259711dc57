package dev.headwater.testkit.simulation;

import dev.headwater.store.background.Background;
import dev.headwater.store.background.Timer;
import dev.headwater.store.background.Waits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Future;

/** One life of a process. When it ends, everything that it has started is gone. */
public final class Node {

  private final String name;
  private final Scheduler scheduler;
  private final VirtualTime.Skewed clock;
  private boolean alive = true;

  /**
   * A process that has just started.
   *
   * @param clock what its computer takes for the time
   */
  public Node(String name, Scheduler scheduler, VirtualTime.Skewed clock) {
    this.name = name;
    this.scheduler = scheduler;
    this.clock = clock;
  }

  public String name() {
    return name;
  }

  /** The process's clock. */
  public InstantSource clock() {
    return clock;
  }

  public boolean isAlive() {
    return alive;
  }

  /** What to give to the code under test. */
  public Background background() {
    return new Background(task -> start(task), timer(), Duration.ZERO, waits());
  }

  private void start(Runnable task) {
    if (alive) {
      scheduler.execute(this, task);
    }
  }

  private Timer timer() {
    return new Timer() {
      @Override
      public Task schedule(Duration delay, Runnable task) {
        if (!alive) {
          return () -> {};
        }
        Runnable cancel = scheduler.schedule(Node.this, roundedUp(delay), task);
        return cancel::run;
      }

      @Override
      public void close() {}
    };
  }

  private static long roundedUp(Duration delay) {
    return delay.plusNanos(999_999).toMillis();
  }

  private Waits waits() {
    return (Future<?> what, Duration atMost) -> {
      long until = scheduler.time().millis() + roundedUp(atMost);
      while (!what.isDone() && scheduler.time().millis() < until) {
        scheduler.pass(until);
        requireAlive();
      }
      if (!what.isDone()) {
        scheduler.waitedInVain();
      }
      return what.isDone();
    };
  }

  /** Ends the process, if it lives, by throwing. */
  public Crash crash() {
    end();
    return new Crash(name);
  }

  /** Ends the process between two of its steps, or after it was closed in peace. */
  public void end() {
    alive = false;
    scheduler.discard(this);
  }

  /** Ends what a process was doing when it was ended meanwhile. */
  public void requireAlive() {
    if (!alive) {
      throw new Crash(name);
    }
  }

  /** Runs something that belongs to the process; returns whether the process survived it. */
  public boolean run(Runnable task) {
    if (!alive) {
      return false;
    }
    try {
      task.run();
    } catch (Crash e) {
      if (alive) {
        throw e;
      }
    }
    return alive;
  }
}
