package dev.headwater.store.github.rest;

import java.time.Duration;
import java.util.Optional;

/**
 * The time in which nothing is sent because GitHub refused a request: as long as it asked for, or
 * else until the next hour begins, or else a minute, twice as long each time. Pure. Not
 * thread-safe.
 */
final class LimitPause {

  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final int MAX_DOUBLINGS = 4;

  /** Times are told in whole seconds. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private long untilNanos;
  private int refusals; // in a row, without a time

  LimitPause(long nowNanos) {
    untilNanos = nowNanos;
  }

  boolean isOn(long nowNanos) {
    return waitNanos(nowNanos) > 0;
  }

  long waitNanos(long nowNanos) {
    return Math.max(0, untilNanos - nowNanos);
  }

  /** A request was refused. */
  void limited(LimitSignal signal, long nowNanos) {
    boolean usedUp = signal.remaining().orElse(1) == 0;
    Duration length =
        signal
            .retryAfter()
            .or(() -> usedUp ? signal.untilReset() : Optional.empty())
            .map(MARGIN::plus)
            .orElseGet(() -> guessed(nowNanos));
    long end = nowNanos + length.toNanos();
    untilNanos = end - untilNanos > 0 ? end : untilNanos;
  }

  /** A request was let through. */
  void passed(long nowNanos) {
    if (!isOn(nowNanos)) { // or else it was sent before the pause
      refusals = 0;
    }
  }

  private Duration guessed(long nowNanos) {
    if (refusals == 0 || !isOn(nowNanos)) { // or else it was sent together with the one before
      refusals = Math.min(refusals + 1, MAX_DOUBLINGS + 1);
    }
    return FIRST.multipliedBy(1L << (refusals - 1));
  }
}
