package dev.headwater.store.github.rest;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What an answer says of GitHub's limits. Times are taken relative to the answer's own date, so
 * that this machine's clock does not matter. Hours of other things than REST, such as GraphQL's,
 * are passed over.
 *
 * @param limit how many requests the current hour has
 * @param remaining how many of them are left
 * @param untilReset how long until the next hour begins
 * @param limited whether the request was refused because of a limit; then it had no effect
 * @param retryAfter how long to send nothing, if the answer says so
 */
record LimitSignal(
    OptionalInt limit,
    OptionalInt remaining,
    Optional<Duration> untilReset,
    boolean limited,
    Optional<Duration> retryAfter) {

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Pattern EPOCH_SECONDS = Pattern.compile("[0-9]{1,11}");

  /**
   * Reads an answer.
   *
   * @param now the wall clock, for answers without a date
   */
  static LimitSignal of(RestAnswer answer, Instant now) {
    boolean core = answer.header("x-ratelimit-resource").orElse("core").equals("core");
    Instant date = answer.header("Date").flatMap(LimitSignal::httpDate).orElse(now);
    return new LimitSignal(
        core ? number(answer, "x-ratelimit-limit") : OptionalInt.empty(),
        core ? number(answer, "x-ratelimit-remaining") : OptionalInt.empty(),
        answer
            .header("x-ratelimit-reset")
            .filter(text -> core && EPOCH_SECONDS.matcher(text).matches())
            .map(text -> until(Instant.ofEpochSecond(Long.parseLong(text)), date)),
        isLimited(answer),
        answer.header("retry-after").flatMap(text -> retryAfter(text, date)));
  }

  /* A refusal for lack of permission is a 403, too. */
  static boolean isLimited(RestAnswer answer) {
    if (answer.status() == 429) {
      return true;
    }
    return answer.status() == 403
        && (answer.header("retry-after").isPresent()
            || number(answer, "x-ratelimit-remaining").equals(OptionalInt.of(0))
            || saysLimit(answer.text().toLowerCase(Locale.ROOT)));
  }

  private static boolean saysLimit(String text) {
    return text.contains("rate limit") || text.contains("abuse detection");
  }

  private static Optional<Duration> retryAfter(String text, Instant date) {
    return NUMBER.matcher(text).matches()
        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
        : httpDate(text).map(time -> until(time, date));
  }

  private static Optional<Instant> httpDate(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Duration until(Instant time, Instant date) {
    return time.isAfter(date) ? Duration.between(date, time) : Duration.ZERO;
  }

  private static OptionalInt number(RestAnswer answer, String header) {
    return answer
        .header(header)
        .filter(text -> NUMBER.matcher(text).matches())
        .map(text -> OptionalInt.of(Integer.parseInt(text)))
        .orElse(OptionalInt.empty());
  }
}
