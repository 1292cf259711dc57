package dev.headwater.store.github.rest;

/** Whether a request may be sent. */
sealed interface Admission {

  /** Now. */
  record Granted() implements Admission {}

  /** When one that is under way has ended. */
  record Occupied(String by) implements Admission {}

  /** After so many nanoseconds, if nothing else happens until then. */
  record After(long nanos, String reason) implements Admission {}

  /** The longer wait of this one and another one. */
  default Admission or(long nanos, String reason) {
    boolean longer = nanos > 0 && !(this instanceof After after && after.nanos() >= nanos);
    return longer ? new After(nanos, reason) : this;
  }
}
