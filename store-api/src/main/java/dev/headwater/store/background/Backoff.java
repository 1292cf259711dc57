package dev.headwater.store.background;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: a random time up to a cap that doubles with each failure
 * ("full jitter", Brooker, <i>Exponential Backoff and Jitter</i>, 2015). Pure.
 *
 * @param first the cap after the first failure
 * @param longest the cap that is never exceeded
 */
public record Backoff(Duration first, Duration longest) {

  public Backoff {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "backoff is not 0 < first <= longest: %s, %s".formatted(first, longest));
    }
  }

  /** The wait after this many failures, at least 1. Half of the cap is certain, half random. */
  public Duration after(int failures, RandomGenerator random) {
    int doublings = Math.min(failures - 1, 30);
    long cap = Math.min(longest.toNanos(), saturatedShift(first.toNanos(), doublings));
    return Duration.ofNanos(cap / 2 + random.nextLong(cap / 2 + 1));
  }

  private static long saturatedShift(long nanos, int doublings) {
    return nanos > Long.MAX_VALUE >> doublings ? Long.MAX_VALUE : nanos << doublings;
  }
}
