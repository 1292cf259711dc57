package dev.headwater.store.clock;

import dev.headwater.store.Stamp;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Issues stamps: each above all that this clock issued or observed before, and close to wall-clock
 * time. A wall clock that is set back does not set this clock back. Thread-safe.
 */
public final class HybridClock {

  /** How far in the future a stamp may be to be believed. */
  public static final long MAX_DRIFT_MILLIS = 60_000;

  private final long origin;
  private final InstantSource time;
  private final AtomicLong last = new AtomicLong();

  /**
   * A clock of a node.
   *
   * @param origin the node's id, 1..2^63-1, that no other living node has
   */
  public HybridClock(long origin, InstantSource time) {
    this.origin = new Stamp(0, origin).origin();
    this.time = time;
  }

  /** A clock on the system's time, with a random node id. */
  public static HybridClock system() {
    return new HybridClock(randomOrigin(), InstantSource.system());
  }

  /** A random node id; two of them are equal with a probability of about 2^-63. */
  public static long randomOrigin() {
    return Math.max(1, new SecureRandom().nextLong() & Long.MAX_VALUE);
  }

  /** The node id in all stamps of this clock. */
  public long origin() {
    return origin;
  }

  /** The wall clock behind this clock. */
  public InstantSource time() {
    return time;
  }

  /** A new stamp, above all before it. */
  public Stamp next() {
    long now = Stamp.of(time.millis(), 0, origin).hlc();
    return new Stamp(last.updateAndGet(previous -> Math.max(previous + 1, now)), origin);
  }

  /**
   * Makes all later stamps be above this one, which another node issued.
   *
   * @return whether it was believed; a stamp {@linkplain #isTooFarAhead too far ahead} is not, and
   *     does not move this clock
   */
  public boolean observe(Stamp stamp) {
    if (isTooFarAhead(stamp, time.millis())) {
      return false;
    }
    last.accumulateAndGet(stamp.hlc(), Math::max);
    return true;
  }

  /** Whether the stamp is more than {@link #MAX_DRIFT_MILLIS} after this time. */
  public static boolean isTooFarAhead(Stamp stamp, long nowMillis) {
    return stamp.epochMillis() > nowMillis + MAX_DRIFT_MILLIS;
  }
}
