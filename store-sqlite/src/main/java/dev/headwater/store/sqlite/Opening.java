package dev.headwater.store.sqlite;

import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The file of one store, opened by the first operation that needs it. Where that fails, the next
 * operation tries again: a file system may not be there yet.
 */
final class Opening {

  private final SqliteStoreConfig config;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Databases.@Nullable Lease lease; // changed under lock
  private volatile boolean closed; // changed under lock

  Opening(SqliteStoreConfig config) {
    this.config = config;
  }

  /** The open file. */
  Database database(Subject subject, Deadline deadline) {
    requireOpen();
    Databases.Lease known = lease;
    return known != null ? known.database() : open(subject, deadline);
  }

  /** The file if it is open. */
  @Nullable Database ifOpen() {
    Databases.Lease known = lease;
    return known == null ? null : known.database();
  }

  boolean isClosed() {
    return closed;
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the store on '%s' is closed".formatted(config.file()));
    }
  }

  private Database open(Subject subject, Deadline deadline) {
    lock(subject, deadline);
    try {
      requireOpen();
      Databases.Lease known = lease;
      if (known == null) {
        known = Databases.OF_PROCESS.open(config.place(), subject, deadline);
        lease = known;
      }
      return known.database();
    } finally {
      lock.unlock();
    }
  }

  private void lock(Subject subject, Deadline deadline) {
    try {
      if (lock.tryLock(Math.max(0, deadline.leftNanos()), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(
          subject, "the thread was interrupted while another opened the file", e);
    }
    throw new StoreUnavailableException(
        subject, "'%s' is still being opened; try again later".formatted(config.file()));
  }

  /** Lets go of the file. May be repeated. */
  void close() {
    lock.lock();
    try {
      closed = true;
      Databases.Lease known = lease;
      if (known != null) {
        known.database().changes().wakeAll();
        known.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
