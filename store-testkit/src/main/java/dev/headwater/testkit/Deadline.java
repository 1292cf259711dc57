package dev.headwater.testkit;

import java.time.Duration;

/** A moment of real time after which a test stops waiting. The only reader of real time here. */
final class Deadline {

  private final long atNanos;

  private Deadline(long atNanos) {
    this.atNanos = atNanos;
  }

  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  boolean isPast() {
    return left().isZero();
  }

  /** The time that is left; zero if it is past. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, atNanos - System.nanoTime()));
  }
}
