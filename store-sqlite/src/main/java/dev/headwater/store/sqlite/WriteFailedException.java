package dev.headwater.store.sqlite;

import java.sql.SQLException;

/** A transaction failed; what that means to a caller, the caller's thread says. */
final class WriteFailedException extends Exception {
  private static final long serialVersionUID = 1;

  /** What is known of the transaction. */
  enum Effect {
    NONE,
    UNKNOWN
  }

  private final SQLException error;
  private final Effect effect;

  WriteFailedException(SQLException error, Effect effect) {
    super(null, error, false, false); // the caller makes another of it
    this.error = error;
    this.effect = effect;
  }

  SQLException error() {
    return error;
  }

  Effect effect() {
    return effect;
  }
}
