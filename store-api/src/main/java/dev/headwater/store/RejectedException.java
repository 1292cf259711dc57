package dev.headwater.store;

import org.jspecify.annotations.Nullable;

/** Nothing happened, and the same call will never succeed. */
public final class RejectedException extends StoreException {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  public RejectedException(Subject subject, Reason reason, String what) {
    this(subject, reason, what, null);
  }

  public RejectedException(Subject subject, Reason reason, String what, @Nullable Throwable cause) {
    super(subject, what, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** Why a call was rejected. */
  public enum Reason {
    /** A value, batch or number of things is above a limit. */
    LIMIT,
    /** The credentials are wrong or do not allow it. */
    PERMISSION,
    /** The store can't do this, or was opened for reading only. */
    UNSUPPORTED,
    /** Too many writes are waiting for layers that are slow or away; try again later. */
    FULL,
    /** The stamp is further in the future than clocks may differ. */
    CLOCK,
    /** The backend is set up wrongly: no such database, an unknown schema version. */
    CONFIGURATION
  }
}
