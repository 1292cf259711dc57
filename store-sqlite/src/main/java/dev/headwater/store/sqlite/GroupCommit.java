package dev.headwater.store.sqlite;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.sqlite.WriteFailedException.Effect;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The only way to write a file in this process: one thread does in one transaction, and so with one
 * flush of the disk, what all callers who wait at the moment want done, in the order in which they
 * came. Each gets an answer of its own. Interrupts of callers never reach the thread that writes.
 *
 * <p>When the disk fails in a commit, nothing is written any more: a flush that failed may succeed
 * when it is repeated although the data is gone (Rebello et al., <i>Can Applications Recover from
 * fsync Failures?</i>, 2020).
 */
final class GroupCommit implements AutoCloseable {

  private static final long CLOSE_MILLIS = 5_000;

  private final Path file;
  private final RequestQueue queue = new RequestQueue();
  private final Writer writer;
  private final Thread thread;

  private GroupCommit(
      Path file, SqliteConnection connection, FileIdentity identity, LongConsumer committed) {
    this.file = file;
    this.writer = new Writer(queue, connection, identity, committed);
    this.thread = new Thread(writer, "headwater-sqlite-writer");
    thread.setDaemon(true);
  }

  /**
   * Starts a writer, which closes the connection when it is closed.
   *
   * @param committed is told the last number of each commit that numbered something
   */
  static GroupCommit start(
      Path file, SqliteConnection connection, FileIdentity identity, LongConsumer committed) {
    GroupCommit started = new GroupCommit(file, connection, identity, committed);
    started.thread.start();
    return started;
  }

  /** Whether nothing is written any more. */
  boolean isBroken() {
    return writer.broken() != null;
  }

  /**
   * Does the work in a transaction, and returns when it is on disk.
   *
   * @param bytes about how much is written
   */
  <T> T write(Subject subject, Deadline deadline, long bytes, WriteRequest.Work<T> work) {
    requireSound(subject);
    WriteRequest<T> request = new WriteRequest<>(work, bytes);
    if (!queue.add(request)) {
      throw new IllegalStateException("'%s' is closed".formatted(file));
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return request.get(Math.max(0, deadline.leftNanos()));
        } catch (InterruptedException e) {
          interrupted = true; // what has begun is waited for: it takes no longer than the disk
          requireBegun(request, subject, e);
        }
      }
    } catch (TimeoutException e) {
      throw late(request, subject);
    } catch (ExecutionException e) {
      throw failure(subject, e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void requireBegun(
      WriteRequest<?> request, Subject subject, InterruptedException cause) {
    if (request.giveUp()) {
      throw new StoreUnavailableException(
          subject, "the thread was interrupted before it began; nothing was written", cause);
    }
  }

  private RuntimeException late(WriteRequest<?> request, Subject subject) {
    if (!request.giveUp()) {
      return new OutcomeUnknownException(
          subject, "the disk did not answer in time under '%s'; check it".formatted(file));
    }
    SQLException why = writer.obstacle();
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
    SQLException why = writer.broken();
    if (why != null) {
      throw new StoreUnavailableException(
          subject,
          ("nothing is written to '%s' any more, since writing failed (%s): close it, check the"
                  + " disk, open it again")
              .formatted(file, why.getMessage()),
          why);
    }
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
