package dev.headwater.github.emulator;

import dev.headwater.github.emulator.rest.Answer;
import dev.headwater.github.emulator.rest.Quota;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** How GitHub says that a limit was reached. */
final class LimitAnswers {
  private static final String SECONDARY =
      "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
  private static final String PRIMARY = "API rate limit exceeded for user ID 1.";

  private LimitAnswers() {}

  static Answer primary(Quota quota) {
    return Answer.error(403, PRIMARY).with(headers(quota));
  }

  static Answer secondary(Duration retryAfter) {
    return Answer.error(403, SECONDARY).with("Retry-After", Long.toString(seconds(retryAfter)));
  }

  static Answer secondaryWithoutHeaders() {
    return Answer.error(403, SECONDARY);
  }

  private static long seconds(Duration duration) {
    return duration.plusMillis(999).toSeconds();
  }

  /** A quota of which nothing is left. */
  static Quota usedUp(RateLimits limits, Instant reset) {
    return new Quota(limits.requestsPerHour(), limits.requestsPerHour(), reset);
  }

  static Map<String, String> headers(Quota quota) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("X-RateLimit-Limit", Long.toString(quota.limit()));
    headers.put("X-RateLimit-Remaining", Long.toString(quota.remaining()));
    headers.put("X-RateLimit-Used", Long.toString(quota.used()));
    headers.put("X-RateLimit-Reset", Long.toString(quota.reset().getEpochSecond()));
    headers.put("X-RateLimit-Resource", "core");
    return headers;
  }
}
