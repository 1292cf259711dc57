package dev.headwater.chain;

import dev.headwater.store.background.Timer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Background work in steps: each says how long to pause before the next. One step at a time.
 * Thread-safe.
 */
final class Recurring implements AutoCloseable {

  private final Timer timer;
  private final Executor executor;
  private final Supplier<Duration> step;
  private boolean closed; // guarded by this
  private Timer.@Nullable Task next; // guarded by this

  Recurring(Timer timer, Executor executor, Supplier<Duration> step) {
    this.timer = timer;
    this.executor = executor;
    this.step = step;
  }

  /** Makes the next step after this pause. */
  synchronized void after(Duration pause) {
    if (!closed) {
      next = timer.schedule(pause, () -> executor.execute(() -> after(step.get())));
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (next != null) {
      next.cancel();
    }
  }
}
