package dev.headwater.github.emulator;

import dev.headwater.github.emulator.rest.Quota;
import java.time.Duration;
import java.time.Instant;

/** What one token has used. Thread-safe. */
final class RateAccount {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int READ_POINTS = 1;
  private static final int WRITE_POINTS = 5;

  /** Whether a request may be made. */
  sealed interface Admission {}

  /** It may. */
  record Admitted() implements Admission {}

  /** The hour's requests are used up. */
  record PrimaryReached() implements Admission {}

  /** A secondary limit is reached, for so long. */
  record SecondaryReached(Duration retryAfter) implements Admission {}

  private final SlidingWindow points = new SlidingWindow(MINUTE);
  private final SlidingWindow contentOfMinute = new SlidingWindow(MINUTE);
  private final SlidingWindow contentOfHour = new SlidingWindow(HOUR);
  private Instant reset = Instant.MIN;
  private long used;

  /** Admits the request and counts it, or refuses it. */
  synchronized Admission admit(RequestLine line, RateLimits limits, Instant now) {
    renew(now);
    if (used >= limits.requestsPerHour()) {
      return new PrimaryReached();
    }
    Duration wait = secondary(line, limits, now);
    if (!wait.isZero()) {
      return new SecondaryReached(wait);
    }
    count(line, limits, now);
    return new Admitted();
  }

  private void renew(Instant now) {
    if (!now.isBefore(reset)) {
      reset = now.plus(HOUR);
      used = 0;
    }
  }

  private Duration secondary(RequestLine line, RateLimits limits, Instant now) {
    Duration wait = points.untilRoom(now, points(line), limits.pointsPerMinute());
    if (line.isWrite()) {
      wait = longer(wait, contentOfMinute.untilRoom(now, 1, limits.contentPerMinute()));
      wait = longer(wait, contentOfHour.untilRoom(now, 1, limits.contentPerHour()));
    }
    return wait;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static int points(RequestLine line) {
    return line.isWrite() ? WRITE_POINTS : READ_POINTS;
  }

  private void count(RequestLine line, RateLimits limits, Instant now) {
    used++;
    points.use(now, points(line), limits.pointsPerMinute());
    if (line.isWrite()) {
      contentOfMinute.use(now, 1, limits.contentPerMinute());
      contentOfHour.use(now, 1, limits.contentPerHour());
    }
  }

  /** A request that was admitted does not count as one of the hour. */
  synchronized void refund() {
    used = Math.max(0, used - 1);
  }

  synchronized Quota quota(RateLimits limits, Instant now) {
    renew(now);
    return new Quota(limits.requestsPerHour(), used, reset);
  }
}
