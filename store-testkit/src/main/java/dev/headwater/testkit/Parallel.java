package dev.headwater.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a task on several threads that begin together. */
final class Parallel {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Parallel() {}

  /** What each thread does. */
  interface Task {
    void run(int thread) throws Exception;
  }

  /** Returns when all have ended; fails if one failed, or all together took too long. */
  static void run(int threads, Task task) throws InterruptedException {
    CountDownLatch together = new CountDownLatch(threads);
    List<FutureTask<Void>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      running.add(
          start(
              "parallel-" + i,
              () -> {
                together.countDown();
                together.await();
                task.run(number);
              }));
    }
    Deadline deadline = Deadline.in(PATIENCE);
    for (FutureTask<Void> one : running) {
      join(one, deadline.left());
    }
  }

  /** Starts one task on a daemon thread. */
  static FutureTask<Void> start(String name, Body body) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              body.run();
              return null;
            });
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  /** Waits for the task; fails if it failed or does not end in time. */
  static void join(FutureTask<Void> task, Duration patience) throws InterruptedException {
    try {
      task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("a thread failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("a thread did not end within " + patience, e);
    }
  }

  /** What one thread does. */
  interface Body {
    void run() throws Exception;
  }
}
