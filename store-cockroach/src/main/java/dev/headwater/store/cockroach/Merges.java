package dev.headwater.store.cockroach;

import dev.headwater.store.Entry;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.Write;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Merges of one key. The usual case is one statement, which writes where the stamp is newer and the
 * precondition holds; only when it wrote nothing is the row looked at, to tell why.
 */
final class Merges {

  /** How often one attempt looks again because the row changed between its two statements. */
  private static final int MAX_LOOKS = 8;

  private final TransactionRetry retry;
  private final InstantSource time;

  Merges(TransactionRetry retry, InstantSource time) {
    this.retry = retry;
    this.time = time;
  }

  MergeOutcome merge(Operation operation, Write write) {
    return answered(operation, retry.run(operation, session -> attempt(session, write)));
  }

  /** One attempt, in a session that others use, too. */
  MergeOutcome attempt(Session session, Write write) throws SQLException {
    for (int look = 0; look < MAX_LOOKS; look++) {
      if (Writes.merge(session, write, time.millis())) {
        return MergeOutcome.written();
      }
      MergeOutcome outcome = explain(session, write);
      if (outcome != null) {
        return outcome;
      }
    }
    throw new SQLTransactionRollbackException("the row changes all the time", "40001");
  }

  /** Why a write was not done, or {@code null} if by now it could be. */
  private @Nullable MergeOutcome explain(Session session, Write write) throws SQLException {
    return explain(session, write, Reads.held(session, write.key()));
  }

  @Nullable MergeOutcome explain(Session session, Write write, Held.@Nullable Row row)
      throws SQLException {
    Entry entry = write.entry();
    Held held = row == null ? null : row.orThrow(subject(session, write));
    MergeOutcome outcome = Held.decide(write, held, time.millis());
    if (outcome != null || held == null || !held.stamp().equals(entry.stamp())) {
      return outcome;
    }
    return Writes.replace(session, entry, held) ? Held.written(entry, held) : null;
  }

  /**
   * The outcome, unless an answer was lost and this says "refused": then an earlier attempt may
   * have been done, and superseded since.
   */
  static MergeOutcome answered(Operation operation, MergeOutcome outcome) {
    if (outcome instanceof MergeOutcome.Refused && operation.answerLost()) {
      throw new OutcomeUnknownException(
          operation.subject(),
          "the answer to a first attempt was lost, and by now the precondition does not hold;"
              + " read what is held");
    }
    return outcome;
  }

  static Subject subject(Session session, Write write) {
    Subject subject = session.operation().subject();
    return new Subject(subject.store(), subject.operation(), write.key());
  }
}
