package dev.headwater.github.emulator;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Where requests wait: for some time, or until they are released. Closed, nobody waits. */
final class Gate {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long releases;
  private int held;
  private boolean closed;

  /** Waits for {@link #release()}. */
  void hold() {
    lock.lock();
    try {
      long before = releases;
      held++;
      await(LONGEST, () -> releases != before);
    } finally {
      held--;
      lock.unlock();
    }
  }

  /** Waits for so long. */
  void pause(Duration duration) {
    lock.lock();
    try {
      await(duration, () -> false);
    } finally {
      lock.unlock();
    }
  }

  private void await(Duration duration, BooleanSupplier reached) {
    try {
      long left = duration.toNanos();
      while (left > 0 && !closed && !reached.getAsBoolean()) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void release() {
    lock.lock();
    try {
      releases++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int held() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }
}
