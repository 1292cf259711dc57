package dev.headwater.store.github.rest;

import java.time.Duration;

/**
 * Lets through so much at once, and then as much as flows in. In no span of time of the window's
 * length does more go through than the window allows, wherever it begins. Pure: told the time. Not
 * thread-safe.
 */
final class TokenBucket {

  /** What is left to others who use the same credential, and to requests that arrive late. */
  private static final double USED_SHARE = 0.9;

  private final double capacity;
  private final double perNano;
  private double used;
  private long atNanos;

  /**
   * A bucket that is full of room.
   *
   * @param limit what the server allows in a window
   * @param burstShare how much of it may go at once; the rest is spread over the window
   */
  TokenBucket(int limit, Duration window, double burstShare, long nowNanos) {
    this.capacity = limit * USED_SHARE * burstShare;
    this.perNano = limit * USED_SHARE * (1 - burstShare) / window.toNanos();
    this.atNanos = nowNanos;
  }

  /**
   * How long until there is room, in nanoseconds.
   *
   * @param amount what is to go through; of more than the bucket can ever hold, what it can
   * @param scale the share of the limit that is used just now, above 0, at most 1
   */
  long waitNanos(double amount, double scale, long nowNanos) {
    double room = capacity * scale - usedAt(nowNanos, scale);
    double lacking = Math.min(amount, capacity * scale) - room;
    return lacking <= 0 ? 0 : (long) Math.ceil(lacking / (perNano * scale));
  }

  /** So much goes through now. */
  void take(double amount, double scale, long nowNanos) {
    used = usedAt(nowNanos, scale) + amount;
    atNanos = nowNanos;
  }

  private double usedAt(long nowNanos, double scale) {
    return Math.max(0, used - Math.max(0, nowNanos - atNanos) * perNano * scale);
  }
}
