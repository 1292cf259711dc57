package dev.headwater.store.sqlite;

import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Deadline;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections for reading: a bounded number, opened as they are needed and kept. Readers do not
 * wait for the writer, nor it for them.
 */
final class Readers implements AutoCloseable {

  /** Something to read, on a connection that nobody else uses meanwhile. */
  interface Reading<T> {
    T read(SqliteConnection connection) throws SQLException;
  }

  private final Path file;
  private final SqliteConnection.Mode mode;
  private final int most;
  private final Semaphore permits;
  private final Deque<SqliteConnection> idle = new ArrayDeque<>(); // guarded by this
  private boolean closed; // guarded by this

  Readers(Path file, SqliteConnection.Mode mode, int most) {
    this.file = file;
    this.mode = mode;
    this.most = most;
    this.permits = new Semaphore(most);
  }

  /** Reads; what is read is one moment of the file only within one statement. */
  <T> T read(Subject subject, Deadline deadline, Reading<T> reading) {
    acquire(subject, deadline);
    try {
      return readWith(subject, deadline, reading);
    } finally {
      permits.release();
    }
  }

  /** Reads one moment of the file. */
  <T> T snapshot(Subject subject, Deadline deadline, Reading<T> reading) {
    return read(subject, deadline, connection -> inTransaction(connection, reading));
  }

  private <T> T readWith(Subject subject, Deadline deadline, Reading<T> reading) {
    @Nullable SqliteConnection connection = null;
    try {
      connection = take(deadline);
      connection.waitForLocks(deadline.leftMillis());
      T result = reading.read(connection);
      give(connection);
      return result;
    } catch (SQLException e) {
      if (connection != null) {
        connection.close(); // a fresh one may find what this one can't
      }
      throw SqliteErrors.exception(subject, file, e);
    } catch (RuntimeException e) {
      if (connection != null) {
        give(connection);
      }
      throw e;
    }
  }

  private static <T> T inTransaction(SqliteConnection connection, Reading<T> reading)
      throws SQLException {
    connection.run(SqliteSchema.BEGIN_READ);
    try {
      T result = reading.read(connection);
      connection.run(SqliteSchema.COMMIT);
      return result;
    } catch (RuntimeException e) {
      connection.run(SqliteSchema.ROLLBACK);
      throw e;
    }
  }

  private void acquire(Subject subject, Deadline deadline) {
    try {
      if (permits.tryAcquire(Math.max(0, deadline.leftNanos()), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(
          subject, "the thread was interrupted while it waited for a connection", e);
    }
    throw new StoreUnavailableException(
        subject, "all %d connections to '%s' were in use; try again later".formatted(most, file));
  }

  private SqliteConnection take(Deadline deadline) throws SQLException {
    synchronized (this) {
      requireOpen();
      SqliteConnection known = idle.pollFirst();
      if (known != null) {
        return known;
      }
    }
    return SqliteConnection.open(file, mode, deadline);
  }

  private synchronized void give(SqliteConnection connection) {
    if (closed) {
      connection.close();
    } else {
      idle.addFirst(connection);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("'%s' is closed".formatted(file));
    }
  }

  /** Closes what is idle; what is in use is closed when it comes back. */
  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(SqliteConnection::close);
    idle.clear();
  }
}
