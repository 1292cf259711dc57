package dev.headwater.store.cockroach;

import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.background.Deadline;
import java.util.function.Supplier;

/**
 * One call of the store on its way through retries: how long it has, how far it is, and whether it
 * may have written. Used by the calling thread alone.
 */
final class Operation {

  private final Supplier<Subject> subject;
  private final Deadline deadline;
  private Phase phase = Phase.CONNECT;
  private boolean mayHaveWritten;
  private boolean answerLost;

  Operation(Supplier<Subject> subject, Deadline deadline) {
    this.subject = subject;
    this.deadline = deadline;
  }

  /** What it is about; asked late, since the store learns its full name from its server. */
  Subject subject() {
    return subject.get();
  }

  Deadline deadline() {
    return deadline;
  }

  Phase phase() {
    return phase;
  }

  void enter(Phase next) {
    phase = next;
  }

  /** A write was acknowledged: from now on nobody may say that nothing happened. */
  void wrote() {
    mayHaveWritten = true;
  }

  /** The answer to a write was lost. */
  void lostAnswer() {
    mayHaveWritten = true;
    answerLost = true;
  }

  boolean mayHaveWritten() {
    return mayHaveWritten;
  }

  /** Whether an earlier attempt may have been applied without our knowing. */
  boolean answerLost() {
    return answerLost;
  }
}
