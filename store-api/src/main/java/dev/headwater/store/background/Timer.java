package dev.headwater.store.background;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Starts tasks later. Tasks must be short and must not block: they hand work to an executor. */
public interface Timer extends AutoCloseable {

  /** Runs the task once after the delay; after {@link #close}, never. */
  Task schedule(Duration delay, Runnable task);

  /** Drops all tasks that have not started. May be repeated. */
  @Override
  void close();

  /** A task that was scheduled. */
  interface Task {
    /** Prevents the task if it has not started. */
    void cancel();
  }

  /** A timer on one daemon thread of this name. */
  static Timer daemon(String name) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, Background.daemonThreads(name));
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRejectedExecutionHandler((task, pool) -> {}); // closed: never
    return new Timer() {
      @Override
      public Task schedule(Duration delay, Runnable task) {
        ScheduledFuture<?> future = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
      }

      @Override
      public void close() {
        executor.shutdownNow();
      }
    };
  }
}
