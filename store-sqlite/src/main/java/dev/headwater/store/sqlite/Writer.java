package dev.headwater.store.sqlite;

import dev.headwater.store.sqlite.WriteFailedException.Effect;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the writer's thread does: begins a transaction, claims who waits, does their work, commits,
 * answers. Where one's work fails, the transaction is rolled back and the others wait again. Used
 * by that thread alone, but for {@link #obstacle} and {@link #broken}.
 */
final class Writer implements Runnable {

  private static final int MAX_REQUESTS = 1_000;
  private static final long MAX_BYTES = 8L * 1024 * 1024;

  /** How often to ask for the lock that another process has; SQLite's own waits grow too long. */
  private static final long LOCK_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final RequestQueue queue;
  private final SqliteConnection connection;
  private final FileIdentity identity;
  private final LongConsumer committed;
  private final Checkpoints checkpoints;
  private boolean alive; // whether it has numbered anything
  private volatile @Nullable SQLException obstacle;
  private volatile @Nullable SQLException broken;

  /**
   * A writer that ends, and closes the connection, when the queue is closed.
   *
   * @param committed is told the last number of each commit that numbered something
   */
  Writer(
      RequestQueue queue,
      SqliteConnection connection,
      FileIdentity identity,
      LongConsumer committed) {
    this.queue = queue;
    this.connection = connection;
    this.identity = identity;
    this.committed = committed;
    this.checkpoints = new Checkpoints(connection);
  }

  /** Why no transaction can be begun at the moment; null if there is no reason. */
  @Nullable SQLException obstacle() {
    return obstacle;
  }

  /** Why nothing is written any more; null while it is. */
  @Nullable SQLException broken() {
    return broken;
  }

  @Override
  public void run() {
    while (queue.await()) {
      SQLException why = broken;
      if (why != null) {
        fail(queue.claimAll(), why, Effect.NONE);
      } else if (begin()) {
        transact(queue.claim(MAX_REQUESTS, MAX_BYTES));
      }
    }
    queue
        .claimAll()
        .forEach(request -> request.fail(new IllegalStateException("the file was closed")));
    connection.close();
  }

  /* Nobody's work is claimed before there is a transaction for it. */
  private boolean begin() {
    do {
      try {
        connection.run(SqliteSchema.BEGIN_WRITE);
        identity.require();
        obstacle = null;
        return true;
      } catch (SQLException e) {
        obstacle = e;
        if (SqliteErrors.verdict(e) != Verdict.LOCKED) {
          rollback();
          fail(queue.claimAll(), e, Effect.NONE);
          return false;
        }
      }
    } while (queue.pause(LOCK_PAUSE_NANOS));
    return false;
  }

  private void transact(List<WriteRequest<?>> group) {
    WriteSession session = new WriteSession(connection, !alive);
    int next = 0;
    try {
      for (WriteRequest<?> request : group) {
        request.attempt(session);
        next++;
      }
    } catch (SQLException e) {
      rollBackBut(group, next);
      fail(List.of(group.get(next)), e, Effect.NONE);
      return;
    } catch (RuntimeException | Error e) {
      rollBackBut(group, next);
      group.get(next).fail(e);
      return;
    }
    commit(session, group);
  }

  /* The others had no part in it. */
  private void rollBackBut(List<WriteRequest<?>> group, int culprit) {
    rollback();
    queue.putBack(group.subList(culprit + 1, group.size()));
    queue.putBack(group.subList(0, culprit));
  }

  private void commit(WriteSession session, List<WriteRequest<?>> group) {
    Effect effect = Effect.NONE;
    try {
      session.finish();
      effect = Effect.UNKNOWN;
      connection.run(SqliteSchema.COMMIT);
    } catch (SQLException e) {
      rollback();
      boolean harmless = SqliteErrors.verdict(e).isHarmlessAtCommit();
      fail(group, e, harmless ? Effect.NONE : effect);
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

  private void fail(List<WriteRequest<?>> group, SQLException error, Effect effect) {
    if (effect == Effect.UNKNOWN || SqliteErrors.verdict(error).endsWriting()) {
      broken = error; // before anybody is told, so that whoever opens it anew gets a new writer
    }
    WriteFailedException failed = new WriteFailedException(error, effect);
    group.forEach(request -> request.fail(failed));
  }
}
