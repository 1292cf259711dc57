package dev.headwater.servers;

import dev.headwater.servers.FaultProxy.Direction;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What all connections of a proxy have to obey: held back, delayed, or cut after so many bytes. */
final class Traffic {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Direction, Long> bytesUntilCut = new EnumMap<>(Direction.class);
  private boolean held;
  private boolean closed;
  private long delayMillis;

  void hold() {
    change(() -> held = true);
  }

  void release() {
    change(() -> held = false);
  }

  void close() {
    change(() -> closed = true);
  }

  void delayMillis(long millis) {
    checkNotNegative("millis", millis);
    change(() -> delayMillis = millis);
  }

  void cutAfterBytes(Direction direction, long bytes) {
    checkNotNegative("bytes", bytes);
    change(() -> bytesUntilCut.put(direction, bytes));
  }

  private static void checkNotNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must not be negative: " + value);
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until bytes may pass and says how many of them: all, or fewer if the connection is to be
   * cut after them.
   */
  int admit(Direction direction, int count) throws InterruptedException {
    lock.lock();
    try {
      awaitDelay();
      while (held && !closed) {
        changed.await();
      }
      return closed ? 0 : charge(direction, count);
    } finally {
      lock.unlock();
    }
  }

  private void awaitDelay() throws InterruptedException {
    long start = System.nanoTime();
    long left = TimeUnit.MILLISECONDS.toNanos(delayMillis);
    while (left > 0 && !closed) {
      changed.awaitNanos(left);
      left = start + TimeUnit.MILLISECONDS.toNanos(delayMillis) - System.nanoTime();
    }
  }

  private int charge(Direction direction, int count) {
    Long left = bytesUntilCut.get(direction);
    if (left == null) {
      return count;
    }
    if (left >= count) {
      bytesUntilCut.put(direction, left - count);
      return count;
    }
    bytesUntilCut.remove(direction);
    return left.intValue();
  }
}
