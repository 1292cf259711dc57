package dev.headwater.store;

import java.time.Instant;

/**
 * When and by whom a write was made: a hybrid logical clock reading and the node that issued it.
 *
 * <p>A stamp is issued once, when the write is made; copying, backfilling and synchronizing never
 * change it. Stamps order writes; they say nothing about when a store committed them, so they are
 * never positions in a {@link Feed} (those are {@link Mark}s).
 *
 * <p>The clock follows Kulkarni et al., <i>Logical Physical Clocks and Consistent Snapshots in
 * Globally Distributed Databases</i> (2014), packed as 48 bits of milliseconds since 1970 and 16
 * bits of counter, so that it stays in 0..2^63-1 and compares the same signed and unsigned.
 *
 * @param hlc the packed clock reading, 0..2^63-1
 * @param origin the id of the node that issued the stamp, 1..2^63-1
 */
public record Stamp(long hlc, long origin) implements Comparable<Stamp> {

  /** By how many bits the milliseconds stand above the counter in {@link #hlc}. */
  public static final int COUNTER_BITS = 16;

  /** The lowest stamp; every issued stamp is at or above it. */
  public static final Stamp MIN = new Stamp(0, 1);

  public Stamp {
    if (hlc < 0) {
      throw new IllegalArgumentException("hlc is negative: " + hlc);
    }
    if (origin < 1) {
      throw new IllegalArgumentException("origin is not in 1..2^63-1: " + origin);
    }
  }

  /** The stamp of a wall-clock time in milliseconds, a counter of 0..65535, and an origin. */
  public static Stamp of(long epochMillis, int counter, long origin) {
    if (epochMillis < 0 || epochMillis >= 1L << 47) {
      throw new IllegalArgumentException("epochMillis is out of range: " + epochMillis);
    }
    if (counter < 0 || counter >= 1 << COUNTER_BITS) {
      throw new IllegalArgumentException("counter is out of range: " + counter);
    }
    return new Stamp(epochMillis << COUNTER_BITS | counter, origin);
  }

  /** The wall-clock part, in milliseconds since 1970. */
  public long epochMillis() {
    return hlc >>> COUNTER_BITS;
  }

  /** The counter that orders stamps of one millisecond, 0..65535. */
  public int counter() {
    return (int) (hlc & 0xffff);
  }

  /** Whether this stamp is above the other in the order of stamps. */
  public boolean isAfter(Stamp other) {
    return compareTo(other) > 0;
  }

  /** By clock reading, then by origin. */
  @Override
  public int compareTo(Stamp other) {
    int byClock = Long.compare(hlc, other.hlc);
    return byClock != 0 ? byClock : Long.compare(origin, other.origin);
  }

  /** For people, such as {@code 2026-01-31T10:15:30.123Z+4@17}: time, counter, origin. */
  @Override
  public String toString() {
    return Instant.ofEpochMilli(epochMillis()) + "+" + counter() + "@" + origin;
  }
}
