package dev.headwater.store.sqlite;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The requests that wait for the writer, in the order in which they came. No longer than there are
 * threads that wait, since each waits for its own.
 */
final class RequestQueue {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<WriteRequest<?>> requests = new ArrayDeque<>(); // guarded by lock
  private boolean closed; // guarded by lock

  /** Adds a request; false if the queue is closed. */
  boolean add(WriteRequest<?> request) {
    lock.lock();
    try {
      if (!closed) {
        requests.addLast(request);
        changed.signal(); // only the writer waits
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Puts claimed requests back to where they were taken from. */
  void putBack(List<WriteRequest<?>> claimed) {
    lock.lock();
    try {
      for (int i = claimed.size() - 1; i >= 0; i--) {
        claimed.get(i).unclaim();
        requests.addFirst(claimed.get(i));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a request; false if the queue is closed. */
  boolean await() {
    lock.lock();
    try {
      while (requests.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Waits a little, while somebody else has the file; false if nobody waits for it any more. */
  boolean pause(long nanos) {
    lock.lock();
    try {
      requests.removeIf(WriteRequest::isGivenUp);
      long left = nanos;
      while (left > 0 && !requests.isEmpty() && !closed) {
        left = changed.awaitNanos(left);
      }
      return !requests.isEmpty() && !closed;
    } catch (InterruptedException e) {
      return true; // nobody interrupts the writer; if somebody did, it would change nothing
    } finally {
      lock.unlock();
    }
  }

  /** Claims requests for one transaction, the oldest first: so many, and about so many bytes. */
  List<WriteRequest<?>> claim(int most, long mostBytes) {
    List<WriteRequest<?>> claimed = new ArrayList<>();
    long bytes = 0;
    lock.lock();
    try {
      while (!requests.isEmpty() && claimed.size() < most && bytes < mostBytes) {
        WriteRequest<?> request = requests.removeFirst();
        if (request.claim()) {
          claimed.add(request);
          bytes += request.bytes();
        }
      }
      return claimed;
    } finally {
      lock.unlock();
    }
  }

  /** Takes all that wait and were not given up. */
  List<WriteRequest<?>> claimAll() {
    return claim(Integer.MAX_VALUE, Long.MAX_VALUE);
  }

  /** Takes no more requests, and wakes the writer. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
