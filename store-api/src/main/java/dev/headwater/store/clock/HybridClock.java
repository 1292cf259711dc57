package dev.headwater.store.clock;

import dev.headwater.store.Stamp;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Issues stamps: each above all that this clock issued or observed before, and close to wall-clock
 * time. A wall clock that is set back does not set this clock back. Thread-safe.
 */
public final class HybridClock {

  /** How far in the future a stamp may be to be believed. */
  public static final long MAX_DRIFT_MILLIS = 60_000;

  /** How far ahead of the wall clock a durable clock reserves stamps. */
  public static final long RESERVE_MILLIS = 1_000;

  private static final long RESERVE_COUNTS = 1 << 16; // where the wall clock is behind

  private final long origin;
  private final InstantSource time;
  private final AtomicLong last = new AtomicLong();
  private final @Nullable ClockMemory memory;
  private volatile long reserved = Long.MAX_VALUE; // no stamp above it is issued

  /**
   * A clock of a node.
   *
   * @param origin the node's id, 1..2^63-1, that no other living node has
   */
  public HybridClock(long origin, InstantSource time) {
    this.origin = new Stamp(0, origin).origin();
    this.time = time;
    this.memory = null;
  }

  private HybridClock(ClockMemory memory, InstantSource time) {
    this.origin = new Stamp(0, memory.origin()).origin();
    this.time = time;
    this.memory = memory;
    this.reserved = memory.reserved();
    this.last.set(reserved);
  }

  /**
   * A clock that survives the death of its process: it never issues a stamp twice, even if the wall
   * clock was set back meanwhile. It reserves stamps {@value #RESERVE_MILLIS} ms ahead, so that it
   * seldom has to wait for the memory.
   */
  public static HybridClock durable(ClockMemory memory, InstantSource time) {
    return new HybridClock(memory, time);
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

  /**
   * A new stamp, above all before it.
   *
   * @throws dev.headwater.store.StoreException if the clock is durable and can't reserve stamps
   */
  public Stamp next() {
    long now = Stamp.of(time.millis(), 0, origin).hlc();
    long hlc = last.updateAndGet(previous -> Math.max(previous + 1, now));
    if (hlc > reserved) {
      reserve(hlc);
    }
    return new Stamp(hlc, origin);
  }

  private synchronized void reserve(long hlc) {
    if (memory != null && hlc > reserved) {
      // Never further ahead than that: many restarts must not drive the clock into the future.
      long ahead = Stamp.of(time.millis() + RESERVE_MILLIS, 0, origin).hlc();
      long bound = Math.max(ahead, hlc + RESERVE_COUNTS);
      memory.reserve(bound);
      reserved = bound;
    }
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
