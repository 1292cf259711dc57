package dev.headwater.store.cockroach;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Whether a store is open, and how much it wrote; wakes those who wait for either. */
final class StoreLife implements Pause {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile boolean closed;
  private final AtomicLong writes = new AtomicLong();

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** Closes it; true for the first who does. */
  boolean close() {
    lock.lock();
    try {
      boolean first = !closed;
      closed = true;
      changed.signalAll();
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** Something was written through this store. */
  void wrote() {
    lock.lock();
    try {
      writes.incrementAndGet();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The number of calls that wrote. */
  long writes() {
    return writes.get();
  }

  /** Wakes everyone who waits, to look again. */
  void wakeAll() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until more was written than that, or the time is up.
   *
   * @param stop whether to stop waiting, asked again after {@link #wakeAll}
   */
  void awaitWrite(long seen, BooleanSupplier stop, Duration longest) throws InterruptedException {
    await(() -> writes.get() != seen || stop.getAsBoolean(), longest);
  }

  @Override
  public void pause(Duration duration) throws InterruptedException {
    await(() -> false, duration);
  }

  private void await(BooleanSupplier end, Duration longest) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = longest.toNanos();
      while (!closed && left > 0 && !end.getAsBoolean()) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
