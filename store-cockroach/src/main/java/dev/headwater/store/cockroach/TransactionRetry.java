package dev.headwater.store.cockroach;

import dev.headwater.store.background.Backoff;
import java.sql.SQLException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Does a unit of work, and does it again from its beginning when the error allows that, with
 * growing pauses, until the operation's time is up. Never a part of a unit, which is what both
 * databases ask for after a conflict.
 */
final class TransactionRetry {

  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(2), Duration.ofMillis(250));

  /** A unit of work: one statement that commits by itself, or one transaction. */
  interface Work<T> {
    /** Does the unit from its beginning. */
    T attempt(Session session) throws SQLException;
  }

  /** Makes a unit smaller. */
  interface Shrink {
    /** For units that have one size. */
    Shrink IMPOSSIBLE = () -> false;

    /** Halves the unit, or says that it is as small as can be. */
    boolean shrink();
  }

  /** Gives out connections. */
  interface Source {
    /**
     * A session for this operation alone, within its time, on a table that is set up.
     *
     * @throws SQLException if there is none; the operation's phase says how far it came
     */
    Lease lease(Operation operation) throws SQLException;

    /** The table is not as it was: look at it again before the next lease. */
    void forgetSetup();
  }

  private final Source source;
  private final CockroachErrors errors;
  private final Pause pause;
  private final RandomGenerator random;

  TransactionRetry(Source source, CockroachErrors errors, Pause pause, RandomGenerator random) {
    this.source = source;
    this.errors = errors;
    this.pause = pause;
    this.random = random;
  }

  /** Does a unit of one size. */
  <T> T run(Operation operation, Work<T> work) {
    return run(operation, work, Shrink.IMPOSSIBLE);
  }

  /** Does a unit that may become smaller. */
  <T> T run(Operation operation, Work<T> work, Shrink shrink) {
    boolean triedSetup = false;
    for (int failures = 1; ; failures++) {
      Failure failure;
      try {
        return attempt(operation, work);
      } catch (Failure e) {
        failure = e;
      }
      boolean setUp = failure.verdict() == Verdict.SET_UP;
      if (!mayRepeat(operation, failure, shrink) || (setUp && triedSetup)) {
        throw errors.exception(operation, failure.error(), failure.verdict());
      }
      triedSetup |= setUp;
      rest(operation, failure, failures);
    }
  }

  private <T> T attempt(Operation operation, Work<T> work) throws Failure {
    operation.enter(Phase.CONNECT);
    try (Lease lease = source.lease(operation)) {
      operation.enter(Phase.READ);
      try {
        return work.attempt(lease.session());
      } catch (SQLException e) {
        Failure failure = failed(operation, e);
        if (failure.verdict().spoilsConnection()) {
          lease.evict();
        }
        throw failure;
      }
    } catch (SQLException e) {
      throw failed(operation, e);
    }
  }

  private Failure failed(Operation operation, SQLException error) {
    Verdict verdict = CockroachErrors.verdict(error, operation.phase());
    if (verdict.isUnknown()) {
      operation.lostAnswer();
    }
    if (verdict == Verdict.SET_UP) {
      source.forgetSetup();
    }
    return new Failure(error, verdict);
  }

  private static boolean mayRepeat(Operation operation, Failure failure, Shrink shrink) {
    Verdict verdict = failure.verdict();
    if (operation.deadline().isPast() || Thread.currentThread().isInterrupted()) {
      return false;
    }
    if (verdict == Verdict.SHRINK || verdict == Verdict.SPLIT) {
      return shrink.shrink() || verdict == Verdict.SHRINK;
    }
    // Once an answer was lost, an outage is waited out as long as there is time, for the answer.
    return verdict.mayRepeat() || (verdict == Verdict.UNAVAILABLE && operation.answerLost());
  }

  private void rest(Operation operation, Failure failure, int failures) {
    try {
      Duration rest = BACKOFF.after(failures, random);
      Duration left = Duration.ofNanos(Math.max(0, operation.deadline().leftNanos()));
      pause.pause(rest.compareTo(left) < 0 ? rest : left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw errors.exception(operation, failure.error(), failure.verdict());
    }
  }

  /** An attempt failed. */
  private static final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    private final SQLException error;
    private final Verdict verdict;

    Failure(SQLException error, Verdict verdict) {
      super(null, error, false, false); // it is caught two frames up
      this.error = error;
      this.verdict = verdict;
    }

    SQLException error() {
      return error;
    }

    Verdict verdict() {
      return verdict;
    }
  }
}
