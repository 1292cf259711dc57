package dev.headwater.store.github.rest;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** A clock that only runs forward, for deadlines and limits. */
public interface Ticker {

  /** Nanoseconds since some moment. */
  long nanos();

  /** The machine's own. */
  static Ticker system() {
    return System::nanoTime;
  }

  /** That of a clock which tests move. */
  static Ticker of(InstantSource clock) {
    return () -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
  }
}
