package dev.headwater.store.memory;

import dev.headwater.store.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the last changes, in a ring. Position {@code n} is after the first {@code n} changes.
 *
 * <p>It remembers keys, not entries: a feed delivers what is held when it comes to a key, so the
 * log keeps no value alive that the store has evicted. A change must therefore be visible in the
 * store before it is appended.
 */
final class ChangeLog {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final @Nullable Key[] ring;
  private long end; // guarded by lock

  ChangeLog(int capacity) {
    ring = new Key[capacity];
  }

  void append(Key key) {
    lock.lock();
    try {
      put(key);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void appendAll(List<Key> keys) {
    lock.lock();
    try {
      keys.forEach(this::put);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The position after the newest change. */
  long end() {
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
  }

  /** Whether all changes after the position are still remembered. */
  boolean reaches(long position) {
    lock.lock();
    try {
      return position >= Math.max(0, end - ring.length) && position <= end;
    } finally {
      lock.unlock();
    }
  }

  /** At most so many keys after the position; {@code null} if the oldest is forgotten. */
  @Nullable List<Key> after(long position, int max) {
    lock.lock();
    try {
      if (!reaches(position)) {
        return null;
      }
      int count = (int) Math.min(max, end - position);
      List<Key> keys = new ArrayList<>(count);
      for (long at = position; at < position + count; at++) {
        keys.add(changeAt(at));
      }
      return keys;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a change after the position, while the condition holds, until the time is up.
   *
   * @param condition looked at under the log's lock; whoever changes it calls {@link #wake}
   * @return what is left of the time, in nanoseconds; not positive when it is up
   */
  long await(long position, long nanos, BooleanSupplier condition) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (end <= position && left > 0 && condition.getAsBoolean()) {
        left = changed.awaitNanos(left);
      }
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** Makes all who wait look at their conditions. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void put(Key key) {
    ring[slot(end)] = key;
    end++;
  }

  private Key changeAt(long position) {
    Key key = ring[slot(position)];
    if (key == null) {
      throw new IllegalStateException("no change at position " + position);
    }
    return key;
  }

  private int slot(long position) {
    return (int) (position % ring.length);
  }
}
