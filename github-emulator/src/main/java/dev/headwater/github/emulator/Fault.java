package dev.headwater.github.emulator;

import java.time.Duration;

/** One way in which a request goes wrong. {@link Faults} says which requests. */
public sealed interface Fault {

  /** When a fault happens. */
  enum Moment {
    /** Nothing was done. */
    BEFORE,
    /** What was asked for has been done, and the client does not hear of it. */
    AFTER
  }

  /** GitHub's 502. */
  static Fault badGateway(Moment moment) {
    return new BadGateway(moment);
  }

  /** The connection is closed without an answer. */
  static Fault cut(Moment moment) {
    return new Cut(moment);
  }

  /** The answer comes later, by that much real time. */
  static Fault slow(Duration delay) {
    return new Slow(delay);
  }

  /** The request waits for {@link Faults#release()}, a minute at most. */
  static Fault held(Moment moment) {
    return new Held(moment);
  }

  /** A secondary limit that says when to come back; what was asked for is not done. */
  static Fault secondaryLimit(Duration retryAfter) {
    return new SecondaryLimit(retryAfter);
  }

  /** A secondary limit that only the text of the answer shows. */
  static Fault secondaryLimitWithoutHeaders() {
    return new SilentLimit();
  }

  /** The requests of the hour are used up; it ends after that time. */
  static Fault primaryLimit(Duration untilReset) {
    return new PrimaryLimit(untilReset);
  }

  /** A replica answers that has not heard of the last change of each ref. */
  static Fault stale() {
    return new Stale();
  }

  /** Any other error; nothing was done. */
  static Fault refused(int status, String message) {
    return new Refused(status, message);
  }

  /** See {@link #badGateway}. */
  record BadGateway(Moment moment) implements Fault {}

  /** See {@link #cut}. */
  record Cut(Moment moment) implements Fault {}

  /** See {@link #slow}. */
  record Slow(Duration delay) implements Fault {}

  /** See {@link #held}. */
  record Held(Moment moment) implements Fault {}

  /** See {@link #secondaryLimit}. */
  record SecondaryLimit(Duration retryAfter) implements Fault {}

  /** See {@link #secondaryLimitWithoutHeaders}. */
  record SilentLimit() implements Fault {}

  /** See {@link #primaryLimit}. */
  record PrimaryLimit(Duration untilReset) implements Fault {}

  /** See {@link #stale}. */
  record Stale() implements Fault {}

  /** See {@link #refused}. */
  record Refused(int status, String message) implements Fault {}
}
