package dev.headwater.store.background;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Stops the thread that waits. */
enum BlockingWaits implements Waits {
  INSTANCE;

  @Override
  public boolean await(Future<?> what, Duration atMost) throws InterruptedException {
    try {
      what.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException | CancellationException e) {
      return true;
    } catch (TimeoutException e) {
      return what.isDone();
    }
  }
}
