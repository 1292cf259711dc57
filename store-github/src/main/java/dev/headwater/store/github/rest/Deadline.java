package dev.headwater.store.github.rest;

import java.time.Duration;

/** The moment by which an operation has returned or thrown. */
public final class Deadline {

  private final Ticker ticker;
  private final long atNanos;

  private Deadline(Ticker ticker, long atNanos) {
    this.ticker = ticker;
    this.atNanos = atNanos;
  }

  /** So long from now. */
  public static Deadline in(Duration duration, Ticker ticker) {
    return new Deadline(ticker, ticker.nanos() + duration.toNanos());
  }

  /** What is left; negative if the time is up. */
  public long leftNanos() {
    return atNanos - ticker.nanos();
  }

  /** What is left, at least zero. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, leftNanos()));
  }

  /** Whether the time is up. */
  public boolean isPast() {
    return leftNanos() <= 0;
  }
}
