package dev.headwater.store.sqlite;

import dev.headwater.store.background.Deadline;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The newest number of the file's commit order that this process knows of, and those who wait for a
 * newer one. Commits of this process are told at once. For those of other processes, one of the
 * threads that wait looks into the file now and then, for all of them.
 */
final class Changes {

  /** Reads the newest number from the file. */
  interface Look {
    long newest();
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long newest; // guarded by lock
  private boolean looking; // guarded by lock: one of those who wait looks for all

  /** The file has come to this number. */
  void reached(long seq) {
    lock.lock();
    try {
      newest = Math.max(newest, seq);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Makes all who wait look at their conditions. */
  void wakeAll() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a number above this one, until the time is up or the condition says stop.
   *
   * @param stop asked under a lock; whoever changes it calls {@link #wakeAll}
   * @param interval how long to wait between looks
   * @throws RuntimeException what a look of this thread threw
   */
  void await(long seen, Deadline deadline, BooleanSupplier stop, Duration interval, Look look)
      throws InterruptedException {
    BooleanSupplier end = () -> newest > seen || stop.getAsBoolean() || deadline.isPast();
    lock.lockInterruptibly();
    try {
      while (!end.getAsBoolean()) {
        if (looking) {
          pause(deadline.leftNanos(), () -> end.getAsBoolean() || !looking);
        } else {
          lookUntil(end, deadline, interval, look);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /* Under the lock, but not while it looks. */
  private void lookUntil(BooleanSupplier end, Deadline deadline, Duration interval, Look look)
      throws InterruptedException {
    looking = true;
    try {
      while (true) {
        pause(Math.min(interval.toNanos(), deadline.leftNanos()), end);
        if (end.getAsBoolean()) {
          return;
        }
        lock.unlock();
        try {
          reached(look.newest());
        } finally {
          lock.lock();
        }
      }
    } finally {
      looking = false;
      changed.signalAll(); // somebody else has to look now
    }
  }

  private void pause(long nanos, BooleanSupplier end) throws InterruptedException {
    long left = nanos;
    while (left > 0 && !end.getAsBoolean()) {
      left = changed.awaitNanos(left);
    }
  }
}
