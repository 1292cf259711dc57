package dev.headwater.store.github.rest;

import dev.headwater.store.github.rest.Cost.Kind;
import java.time.Duration;

/**
 * GitHub's primary limit, as its answers tell it. A tenth is left to others who use the same
 * credential; asking whether anything changed may use that, too. Pure. Not thread-safe.
 */
final class HourlyLimit {

  private static final int RESERVED_PART = 10;

  /** For a clock of the server that is a little ahead. */
  private static final long MARGIN_NANOS = Duration.ofSeconds(1).toNanos();

  private boolean known;
  private int reserve;
  private int remaining;
  private long resetNanos;

  long waitNanos(Kind kind, int requests, long nowNanos) {
    if (!known || resetNanos - nowNanos <= 0) {
      known = false;
      return 0;
    }
    int usable = kind == Kind.CONDITIONAL_READ ? remaining : remaining - reserve;
    return usable >= requests ? 0 : resetNanos - nowNanos;
  }

  void sent() {
    remaining--;
  }

  /** An answer came, while so many others are still under way. */
  void answered(LimitSignal signal, int underWay, long nowNanos) {
    if (signal.remaining().isPresent() && signal.untilReset().isPresent()) {
      known = true;
      remaining = signal.remaining().getAsInt() - underWay;
      reserve = signal.limit().orElse(0) / RESERVED_PART;
      resetNanos = nowNanos + signal.untilReset().get().toNanos() + MARGIN_NANOS;
    }
  }
}
