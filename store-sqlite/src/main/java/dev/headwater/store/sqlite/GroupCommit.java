package dev.headwater.store.sqlite;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.sqlite.WriteFailedException.Effect;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The only writer of a file in this process: one thread that does in one transaction, and so with
 * one flush of the disk, what all callers who wait at the moment want done. Each caller gets an
 * answer of its own: where one's work fails, the transaction is rolled back and done again without
 * it. Interrupts of callers never reach the thread that writes.
 *
 * <p>When the disk fails in a commit, nothing is written any more: a flush that failed may succeed
 * when it is repeated although the data is gone (Rebello et al., <i>Can Applications Recover from
 * fsync Failures?</i>, 2020).
 */
final class GroupCommit implements AutoCloseable {

  private static final int MAX_REQUESTS = 1_000;
  private static final long MAX_BYTES = 8L * 1024 * 1024;

  /** How often to ask for the lock that another process has; SQLite's own waits grow too long. */
  private static final long LOCK_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final long CLOSE_MILLIS = 5_000;

  private final Path file;
  private final SqliteConnection connection;
  private final LongConsumer committed;
  private final Checkpoints checkpoints;
  private final RequestQueue queue = new RequestQueue();
  private final Thread thread;
  private boolean alive; // whether it has numbered anything; of the writer's thread
  private volatile @Nullable SQLException obstacle; // why no transaction could be begun
  private volatile @Nullable SQLException broken; // why nothing is written any more

  private GroupCommit(Path file, SqliteConnection connection, LongConsumer committed) {
    this.file = file;
    this.connection = connection;
    this.committed = committed;
    this.checkpoints = new Checkpoints(connection);
    this.thread = new Thread(this::work, "headwater-sqlite-writer");
    thread.setDaemon(true);
  }

  /**
   * Starts a writer, which closes the connection when it is closed.
   *
   * @param committed is told the last number of each commit that numbered something
   */
  static GroupCommit start(Path file, SqliteConnection connection, LongConsumer committed) {
    GroupCommit writer = new GroupCommit(file, connection, committed);
    writer.thread.start();
    return writer;
  }

  /** Whether nothing is written any more. */
  boolean isBroken() {
    return broken != null;
  }

  /**
   * Does the work in a transaction, and returns when it is on disk.
   *
   * @param bytes about how much is written
   */
  <T> T write(Subject subject, Deadline deadline, long bytes, WriteRequest.Work<T> work) {
    WriteRequest<T> request = new WriteRequest<>(work, bytes);
    requireSound(subject);
    if (!queue.add(request)) {
      throw closed();
    }
    try {
      return await(request, subject, deadline);
    } catch (ExecutionException e) {
      throw failure(subject, e.getCause());
    }
  }

  private <T> T await(WriteRequest<T> request, Subject subject, Deadline deadline)
      throws ExecutionException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return request.get(Math.max(0, deadline.leftNanos()));
        } catch (InterruptedException e) {
          interrupted = true;
          if (request.giveUp()) {
            throw new StoreUnavailableException(
                subject, "the thread was interrupted before it began; nothing was written", e);
          }
        } catch (TimeoutException e) {
          throw late(request, subject);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private RuntimeException late(WriteRequest<?> request, Subject subject) {
    if (!request.giveUp()) {
      return new OutcomeUnknownException(
          subject, "the disk did not answer in time under '%s'; check it".formatted(file));
    }
    SQLException why = obstacle;
    return why == null
        ? new StoreUnavailableException(
            subject, "'%s' was too busy; nothing was written, try again later".formatted(file))
        : SqliteErrors.exception(subject, file, why);
  }

  private RuntimeException failure(Subject subject, @Nullable Throwable cause) {
    if (cause instanceof WriteFailedException failed) {
      return failed.effect() == Effect.NONE
          ? SqliteErrors.exception(subject, file, failed.error())
          : SqliteErrors.unknown(subject, file, failed.error());
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException plain ? plain : new IllegalStateException(cause);
  }

  private void requireSound(Subject subject) {
    SQLException why = broken;
    if (why != null) {
      throw new StoreUnavailableException(
          subject,
          "nothing is written to '%s' any more, since a write failed (%s): close it, check the disk, open it again"
              .formatted(file, why.getMessage()),
          why);
    }
  }

  private IllegalStateException closed() {
    return new IllegalStateException("'%s' is closed".formatted(file));
  }

  // --- the writer's thread ---

  private void work() {
    while (queue.await()) {
      SQLException why = broken;
      if (why != null) {
        fail(List.copyOf(queue.claimAll()), why, Effect.NONE);
      } else if (begin()) {
        transact(queue.claim(MAX_REQUESTS, MAX_BYTES));
      }
    }
    queue.claimAll().forEach(request -> request.fail(closed()));
    connection.close();
  }

  /* Nobody's work is claimed before there is a transaction for it. */
  private boolean begin() {
    while (true) {
      try {
        connection.run(SqliteSchema.BEGIN_WRITE);
        obstacle = null;
        return true;
      } catch (SQLException e) {
        obstacle = e;
        if (SqliteErrors.verdict(e) != Verdict.LOCKED) {
          fail(List.copyOf(queue.claimAll()), e, Effect.NONE);
          return false;
        }
        if (!queue.pause(LOCK_PAUSE_NANOS)) {
          return false;
        }
      }
    }
  }

  private void transact(List<WriteRequest<?>> group) {
    WriteSession session = new WriteSession(connection, !alive);
    int next = 0;
    try {
      for (WriteRequest<?> request : group) {
        request.attempt(session);
        next++;
      }
    } catch (SQLException | RuntimeException | Error e) {
      rollback();
      putBackAllBut(group, next);
      fail(group.get(next), e);
      return;
    }
    commit(session, group);
  }

  private void putBackAllBut(List<WriteRequest<?>> group, int culprit) {
    queue.putBack(group.subList(culprit + 1, group.size()));
    queue.putBack(group.subList(0, culprit));
  }

  private void commit(WriteSession session, List<WriteRequest<?>> group) {
    try {
      session.finish();
    } catch (SQLException e) {
      rollback();
      fail(group, e, Effect.NONE);
      return;
    }
    try {
      connection.run(SqliteSchema.COMMIT);
    } catch (SQLException e) {
      rollback();
      fail(group, e, SqliteErrors.verdict(e).isHarmlessAtCommit() ? Effect.NONE : Effect.UNKNOWN);
      return;
    }
    group.forEach(WriteRequest::succeed);
    if (session.isNumbered()) {
      alive = true;
      committed.accept(session.lastSeq());
    }
    checkpoint();
  }

  /* The commit is on disk; if the disk fails now, it is the next one that is not begun. */
  private void checkpoint() {
    try {
      checkpoints.committed();
    } catch (SQLException e) {
      if (SqliteErrors.verdict(e).endsWriting()) {
        broken = e;
      }
    }
  }

  private void rollback() {
    try {
      connection.run(SqliteSchema.ROLLBACK);
    } catch (SQLException e) {
      // After some errors SQLite has rolled back itself, and there is nothing left to roll back.
    }
  }

  private void fail(WriteRequest<?> request, Throwable why) {
    if (why instanceof SQLException error) {
      fail(List.of(request), error, Effect.NONE);
    } else {
      request.fail(why);
    }
  }

  private void fail(List<WriteRequest<?>> group, SQLException error, Effect effect) {
    if (effect == Effect.UNKNOWN || SqliteErrors.verdict(error).endsWriting()) {
      broken = error;
    }
    WriteFailedException failed = new WriteFailedException(error, effect);
    group.forEach(request -> request.fail(failed));
  }

  /** Ends the writer after the transaction that is under way; what waits fails. */
  @Override
  public void close() {
    queue.close();
    boolean interrupted = Thread.interrupted();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      interrupted = true; // the thread ends by itself
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
