package dev.headwater.store.cockroach;

/** What an SQL error means for the operation that got it. */
enum Verdict {
  /** Nothing was applied; the whole unit may be tried again. */
  RETRY,
  /** Nothing was applied; the whole unit may be tried again, on another connection. */
  RETRY_FRESH,
  /** Nothing was applied; the unit may be tried again, better with fewer rows. */
  SHRINK,
  /** Nothing was applied, as the statement is too large; it must be tried with fewer rows. */
  SPLIT,
  /** Nothing was applied; the table is missing or of another shape, so set it up and try again. */
  SET_UP,
  /** It may have been applied. A merge may be repeated, so it is, on another connection. */
  UNKNOWN,
  /** It may have been applied, and must not be repeated blindly. */
  UNKNOWN_FINAL,
  /** Nothing was applied, and the server can't be asked now. */
  UNAVAILABLE,
  /** Refused for good: the user may not. */
  PERMISSION,
  /** Refused for good: something is set up wrongly. */
  CONFIGURATION,
  /** Refused for good: too large. */
  LIMIT,
  /** Refused for good: this server can't. */
  UNSUPPORTED;

  /** Whether another attempt may succeed. */
  boolean mayRepeat() {
    return switch (this) {
      case RETRY, RETRY_FRESH, SHRINK, SPLIT, SET_UP, UNKNOWN -> true;
      case UNKNOWN_FINAL, UNAVAILABLE, PERMISSION, CONFIGURATION, LIMIT, UNSUPPORTED -> false;
    };
  }

  /** Whether the connection must not be used again. */
  boolean spoilsConnection() {
    return switch (this) {
      case RETRY_FRESH, SPLIT, UNKNOWN, UNKNOWN_FINAL, UNAVAILABLE -> true;
      case RETRY, SHRINK, SET_UP, PERMISSION, CONFIGURATION, LIMIT, UNSUPPORTED -> false;
    };
  }

  /** Whether the attempt may have been applied. */
  boolean isUnknown() {
    return this == UNKNOWN || this == UNKNOWN_FINAL;
  }
}
