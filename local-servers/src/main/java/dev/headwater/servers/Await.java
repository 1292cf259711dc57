package dev.headwater.servers;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a process to reach a state that only asking it can reveal. */
final class Await {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private Await() {}

  /** Asks until the answer is yes or the deadline passes; says which of the two it was. */
  static boolean reached(Duration deadline, BooleanSupplier state) {
    long end = System.nanoTime() + deadline.toNanos();
    while (!state.getAsBoolean()) {
      if (end - System.nanoTime() <= 0) {
        return false;
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new ServerFailedException("Interrupted while waiting for a server");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }
}
