package dev.headwater.testkit;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * An executor that keeps its tasks until a test runs them, in the order in which they came, on the
 * test's own thread. Thread-safe.
 */
public final class ManualExecutor implements Executor {

  private final Queue<Runnable> tasks = new ArrayDeque<>(); // guarded by this

  @Override
  public synchronized void execute(Runnable task) {
    tasks.add(task);
  }

  /** Runs the oldest task; returns whether there was one. */
  public boolean runOne() {
    Runnable task = poll();
    if (task != null) {
      task.run();
    }
    return task != null;
  }

  /**
   * Runs tasks until none is left, those that tasks submit among them; returns how many ran.
   *
   * @throws AssertionError if the tasks submit each other for ever
   */
  public int runAll() {
    int ran = 0;
    while (runOne()) {
      if (++ran > ManualTimer.MAX_TASKS) {
        throw new AssertionError("more than " + ManualTimer.MAX_TASKS + " tasks: they never end");
      }
    }
    return ran;
  }

  /** How many tasks wait. */
  public synchronized int pending() {
    return tasks.size();
  }

  private synchronized @Nullable Runnable poll() {
    return tasks.poll();
  }
}
