package dev.headwater.store.background;

import java.time.Duration;

/** The moment by which an operation has returned or thrown. */
public final class Deadline {

  private static final long NANOS_PER_MILLI = 1_000_000;

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

  /** What is left; 0 or less if the time is up. */
  public long leftNanos() {
    return atNanos - ticker.nanos();
  }

  /** What is left, at least zero. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, leftNanos()));
  }

  /** What is left, rounded up; 0 if the time is up. */
  public int leftMillis() {
    long millis = -Math.floorDiv(-leftNanos(), NANOS_PER_MILLI);
    return (int) Math.min(Integer.MAX_VALUE, Math.max(0, millis));
  }

  /** A deadline after half of what is left. */
  public Deadline halfway() {
    return new Deadline(ticker, atNanos - Math.max(0, leftNanos()) / 2);
  }

  /** Whether the time is up. */
  public boolean isPast() {
    return leftNanos() <= 0;
  }
}
