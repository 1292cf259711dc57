package dev.headwater.store.sqlite;

import java.time.Duration;

/** The moment by which an operation has returned or thrown. */
final class Deadline {

  private final Ticker ticker;
  private final long atNanos;

  private Deadline(Ticker ticker, long atNanos) {
    this.ticker = ticker;
    this.atNanos = atNanos;
  }

  static Deadline in(Duration duration, Ticker ticker) {
    return new Deadline(ticker, ticker.nanos() + duration.toNanos());
  }

  /** What is left; 0 or less if the time is up. */
  long leftNanos() {
    return atNanos - ticker.nanos();
  }

  /** What is left, rounded up; 0 if the time is up. */
  int leftMillis() {
    return (int) Math.max(0, -Math.floorDiv(-leftNanos(), 1_000_000L));
  }

  /** A deadline after half of what is left. */
  Deadline halfway() {
    return new Deadline(ticker, atNanos - Math.max(0, leftNanos()) / 2);
  }

  boolean isPast() {
    return leftNanos() <= 0;
  }
}
