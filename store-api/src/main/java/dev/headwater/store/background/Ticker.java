package dev.headwater.store.background;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * A clock that only runs forward, for deadlines. Deadlines limit waiting for real servers and
 * disks, so they are kept in real time even where the wall clock of a store is a manual one.
 */
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
