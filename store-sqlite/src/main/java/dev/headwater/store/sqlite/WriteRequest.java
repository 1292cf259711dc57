package dev.headwater.store.sqlite;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One caller's part of a transaction, on its way from the caller's thread to the writer's. Until
 * the writer has begun a transaction for it, the caller may give it up, and then it never happens.
 */
final class WriteRequest<T> {

  /** What a caller wants done. May be done again from its beginning, after a rollback. */
  interface Work<T> {
    T run(WriteSession session) throws SQLException;
  }

  private enum State {
    WAITING,
    CLAIMED,
    GIVEN_UP
  }

  private final Work<T> work;
  private final long bytes;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private final CompletableFuture<T> done = new CompletableFuture<>();
  private @Nullable T result; // of the writer's thread, until it is done

  WriteRequest(Work<T> work, long bytes) {
    this.work = work;
    this.bytes = bytes;
  }

  // --- the caller ---

  /** Gives it up, if no transaction has been begun for it. */
  boolean giveUp() {
    return state.compareAndSet(State.WAITING, State.GIVEN_UP);
  }

  /** What became of it. */
  T get(long nanos) throws InterruptedException, ExecutionException, TimeoutException {
    return done.get(nanos, TimeUnit.NANOSECONDS);
  }

  // --- the writer ---

  /** About how much it writes. */
  long bytes() {
    return bytes;
  }

  /** Takes it into a transaction; false if it was given up. */
  boolean claim() {
    return state.compareAndSet(State.WAITING, State.CLAIMED);
  }

  boolean isGivenUp() {
    return state.get() == State.GIVEN_UP;
  }

  /** The transaction was rolled back, and this request had no part in why. */
  void unclaim() {
    state.set(State.WAITING);
  }

  /** Does the work, in a transaction that may yet fail. */
  void attempt(WriteSession session) throws SQLException {
    result = work.run(session);
  }

  /** The transaction is on disk. */
  @SuppressWarnings("NullAway") // it was attempted, and null only where T may be
  void succeed() {
    done.complete(result);
  }

  void fail(Throwable why) {
    done.completeExceptionally(why);
  }
}
