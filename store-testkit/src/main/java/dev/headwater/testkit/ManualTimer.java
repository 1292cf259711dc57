package dev.headwater.testkit;

import dev.headwater.store.background.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A timer on a {@link ManualClock}: tasks run on the thread that moves the time, in the order in
 * which they are due. Thread-safe.
 */
public final class ManualTimer implements Timer {

  /** The most tasks that one call runs; more means that tasks schedule each other for ever. */
  static final int MAX_TASKS = 100_000;

  private static final Comparator<Scheduled> BY_DUE_TIME =
      Comparator.comparing(Scheduled::due).thenComparing(Scheduled::number);

  private final ManualClock clock;
  private final Queue<Scheduled> tasks = new PriorityQueue<>(BY_DUE_TIME); // guarded by this
  private long scheduled; // guarded by this
  private boolean closed; // guarded by this

  public ManualTimer(ManualClock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Task schedule(Duration delay, Runnable task) {
    if (closed) {
      return () -> {};
    }
    Scheduled entry = new Scheduled(clock.instant().plus(delay), scheduled++, task);
    tasks.add(entry);
    return () -> cancel(entry);
  }

  /** Moves the clock on, stopping at each time at which a task is due to run it. */
  public void advance(Duration duration) {
    advance(duration, () -> {});
  }

  /** Runs the tasks that are due now, without moving the clock; returns how many ran. */
  public int runDue() {
    int ran = 0;
    for (Scheduled task = due(clock.instant()); task != null; task = due(clock.instant())) {
      requireBound(++ran);
      task.task().run();
    }
    return ran;
  }

  /** How many tasks wait. */
  public synchronized int pending() {
    return tasks.size();
  }

  @Override
  public synchronized void close() {
    closed = true;
    tasks.clear();
  }

  /** {@link #advance(Duration)}, with something to do after each task. */
  void advance(Duration duration, Runnable afterEach) {
    Instant end = clock.instant().plus(duration);
    int ran = 0;
    for (Scheduled task = due(end); task != null; task = due(end)) {
      requireBound(++ran);
      if (task.due().isAfter(clock.instant())) {
        clock.set(task.due());
      }
      task.task().run();
      afterEach.run();
    }
    clock.set(end);
  }

  private synchronized @Nullable Scheduled due(Instant time) {
    Scheduled first = tasks.peek();
    return first == null || first.due().isAfter(time) ? null : tasks.poll();
  }

  private synchronized void cancel(Scheduled entry) {
    tasks.remove(entry);
  }

  private static void requireBound(int ran) {
    if (ran > MAX_TASKS) {
      throw new AssertionError("more than " + MAX_TASKS + " timer tasks: they schedule each other");
    }
  }

  private record Scheduled(Instant due, long number, Runnable task) {}
}
