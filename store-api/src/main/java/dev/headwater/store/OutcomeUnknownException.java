package dev.headwater.store;

import org.jspecify.annotations.Nullable;

/**
 * A write may or may not have happened: the connection broke, or the time was up, before the
 * answer. Repeating a merge is safe.
 */
public final class OutcomeUnknownException extends StoreException {
  private static final long serialVersionUID = 1;

  public OutcomeUnknownException(Subject subject, String what) {
    super(subject, what, null);
  }

  public OutcomeUnknownException(Subject subject, String what, @Nullable Throwable cause) {
    super(subject, what, cause);
  }
}
