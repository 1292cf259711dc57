package dev.headwater.testkit.simulation;

import dev.headwater.testkit.ManualClock;
import java.time.Instant;
import java.time.InstantSource;

/** The true time of a history, in whole milliseconds. It never goes back. */
public final class VirtualTime implements InstantSource {

  private long millis = ManualClock.START.toEpochMilli();

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis);
  }

  @Override
  public long millis() {
    return millis;
  }

  void advance(long byMillis) {
    millis += byMillis;
  }

  /** A clock that goes wrong: it shows this time and an offset, which may jump. */
  public static final class Skewed implements InstantSource {
    private final VirtualTime time;
    private long offsetMillis;

    public Skewed(VirtualTime time) {
      this.time = time;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
      return time.millis + offsetMillis;
    }

    /** Lets the clock jump so that it is this much ahead of the true time, or behind. */
    public void set(long newOffsetMillis) {
      offsetMillis = newOffsetMillis;
    }
  }
}
