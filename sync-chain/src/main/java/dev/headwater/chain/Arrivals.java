package dev.headwater.chain;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Copies on their way into layers that are not in memory. Whoever brings them asks within {@link
 * #bring} whether they were {@linkplain LocalCopies#wasPurged purged}; a purge is noted first, then
 * waits for those who may have asked before, and so nothing that it purges comes back. Thread-safe.
 */
final class Arrivals {

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /** Brings copies. */
  void bring(Runnable copying) {
    lock.readLock().lock();
    try {
      copying.run();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Waits until all copies have arrived that are on their way now, or the time is up. */
  void await(Duration atMost) {
    if (lock.getReadHoldCount() > 0) {
      return; // it would wait for itself
    }
    try {
      if (lock.writeLock().tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        lock.writeLock().unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
