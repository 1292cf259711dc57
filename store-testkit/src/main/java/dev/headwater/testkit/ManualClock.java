package dev.headwater.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A wall clock that stands still until it is moved. Thread-safe. */
public final class ManualClock implements InstantSource {

  /** The time at which every manual clock starts. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Instant now = START; // guarded by this

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /** Moves the clock on. A negative duration sets it back. */
  public synchronized void advance(Duration duration) {
    now = now.plus(duration);
  }

  /** Sets the clock, forward or back. */
  public synchronized void set(Instant instant) {
    now = instant;
  }
}
