package dev.headwater.store.cockroach;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreUnavailableException;
import java.sql.SQLException;
import java.util.Objects;

/**
 * The one place that knows what an SQL error means: first as a {@link Verdict}, for those who may
 * try again, then as the exception that callers of the store see.
 */
final class CockroachErrors {

  private final CockroachStoreConfig config;

  CockroachErrors(CockroachStoreConfig config) {
    this.config = config;
  }

  /** What the error means for an attempt that had come so far. */
  static Verdict verdict(SQLException error, Phase phase) {
    SQLException root = root(error);
    return ErrorTable.verdict(state(root), message(root), phase);
  }

  /** The exception for an operation that ends with this error. */
  StoreException exception(Operation operation, SQLException error, Verdict verdict) {
    if (operation.mayHaveWritten()) {
      return new OutcomeUnknownException(
          operation.subject(),
          "it may or may not have happened (%s); repeat it, that is safe".formatted(brief(error)),
          error);
    }
    return switch (verdict) {
      case PERMISSION -> rejected(operation, Reason.PERMISSION, refused(error), error);
      case CONFIGURATION, SET_UP ->
          rejected(operation, Reason.CONFIGURATION, setUpWrongly(error), error);
      case LIMIT, SPLIT -> rejected(operation, Reason.LIMIT, "too large: " + brief(error), error);
      case UNSUPPORTED ->
          rejected(operation, Reason.UNSUPPORTED, "the server can't: " + brief(error), error);
      case RETRY, RETRY_FRESH, SHRINK, UNKNOWN, UNKNOWN_FINAL, UNAVAILABLE ->
          new StoreUnavailableException(operation.subject(), unavailable(error), error);
    };
  }

  private static RejectedException rejected(
      Operation operation, Reason reason, String what, SQLException error) {
    return new RejectedException(operation.subject(), reason, what, error);
  }

  private String refused(SQLException error) {
    return state(root(error)).startsWith("28")
        ? "the server refused the user '%s': set %s or password-file (%s)"
            .formatted(config.user(), CockroachStoreConfig.PASSWORD_VARIABLE, brief(error))
        : "the user '%s' may not: grant it the privilege (%s)"
            .formatted(config.user(), brief(error));
  }

  private String setUpWrongly(SQLException error) {
    return state(root(error)).equals("3D000")
        ? "database '%s' does not exist; create it".formatted(config.database())
        : "table '%s' is not as this store makes it (%s); see docs/layout/sql.md"
            .formatted(config.table(), brief(error));
  }

  private String unavailable(SQLException error) {
    return isUnreached(error)
        ? "no answer from %s (%s): check that CockroachDB or PostgreSQL runs there"
            .formatted(config.address(), firstSentence(brief(error)))
        : "%s did not serve it (%s); try again later".formatted(config.location(), brief(error));
  }

  /* The driver goes on with advice of its own. */
  private static String firstSentence(String text) {
    return text.replaceFirst("\\.( .*)?$", "");
  }

  /* Class 08: the connection could not be made, or broke. */
  private static boolean isUnreached(SQLException error) {
    return state(root(error)).startsWith("08");
  }

  /* The server's detail, which may quote rows, is switched off at the connection. */
  private static String brief(SQLException error) {
    SQLException root = root(error);
    String line = message(root).lines().findFirst().orElse("");
    return state(root).isEmpty() ? line : "SQLSTATE " + state(root) + ": " + line;
  }

  /* The pool wraps the driver's errors; the innermost one with a state is the server's. */
  private static SQLException root(SQLException error) {
    SQLException root = error;
    for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException inner && inner.getSQLState() != null) {
        root = inner;
      }
    }
    return root;
  }

  private static String state(SQLException error) {
    return Objects.requireNonNullElse(error.getSQLState(), "");
  }

  private static String message(SQLException error) {
    return Objects.requireNonNullElse(error.getMessage(), error.getClass().getSimpleName());
  }
}
