package dev.headwater.store.github.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitSignalTest {

  private static final Instant NOW = Instant.parse("2026-11-21T17:00:00Z");
  private static final String DATE = "Sat, 21 Nov 2026 16:00:00 GMT";

  @Test
  void readsWhatIsLeftOfTheHour() {
    LimitSignal signal =
        signal(
            200,
            "",
            "x-ratelimit-limit: 5000",
            "x-ratelimit-remaining: 17",
            "x-ratelimit-reset: " + NOW.plusSeconds(90).getEpochSecond());

    assertThat(signal.limit()).isEqualTo(OptionalInt.of(5000));
    assertThat(signal.remaining()).isEqualTo(OptionalInt.of(17));
    assertThat(signal.untilReset()).contains(Duration.ofSeconds(90));
    assertThat(signal.limited()).isFalse();
  }

  @Test
  void takesTimesByTheClockOfTheServer() {
    long reset = Instant.parse("2026-11-21T16:00:30Z").getEpochSecond();

    assertThat(signal(200, "", "Date: " + DATE, "x-ratelimit-reset: " + reset).untilReset())
        .contains(Duration.ofSeconds(30));
    assertThat(
            signal(429, "", "Date: " + DATE, "Retry-After: Sat, 21 Nov 2026 16:01:00 GMT")
                .retryAfter())
        .contains(Duration.ofMinutes(1));
    assertThat(signal(200, "", "x-ratelimit-reset: " + reset).untilReset()).contains(Duration.ZERO);
  }

  @Test
  void knowsALimitByItsStatusOrHeaders() {
    assertThat(signal(429, "").limited()).isTrue();
    assertThat(signal(403, "", "Retry-After: 7").limited()).isTrue();
    assertThat(signal(403, "", "Retry-After: 7").retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(signal(403, "", "x-ratelimit-remaining: 0").limited()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
        "API rate limit exceeded for user ID 1.",
        "You have triggered an abuse detection mechanism."
      })
  void knowsALimitWithoutHeadersByItsText(String message) {
    assertThat(signal(403, message).limited()).isTrue();
    assertThat(signal(403, message).retryAfter()).isEmpty();
  }

  @Test
  void aLackOfPermissionIsNoLimit() {
    assertThat(signal(403, "Resource not accessible by integration").limited()).isFalse();
    assertThat(signal(403, "", "x-ratelimit-remaining: 4999").limited()).isFalse();
    assertThat(signal(404, "rate limit").limited()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "99999999999999999999", "1.5"})
  void passesOverHeadersThatAreNoNumbers(String text) {
    LimitSignal signal =
        signal(
            429,
            "",
            "Retry-After: " + text,
            "x-ratelimit-remaining: " + text,
            "x-ratelimit-reset: " + text,
            "Date: " + text);

    assertThat(signal.retryAfter()).isEmpty();
    assertThat(signal.remaining()).isEmpty();
    assertThat(signal.untilReset()).isEmpty();
  }

  private static LimitSignal signal(int status, String message, String... headers) {
    Map<String, List<String>> map = new TreeMap<>();
    Arrays.stream(headers)
        .map(header -> header.split(": ?", 2))
        .forEach(header -> map.put(header[0], List.of(header[1])));
    byte[] body = ("{\"message\": \"" + message + "\"}").getBytes(StandardCharsets.UTF_8);
    return LimitSignal.of(
        new RestAnswer(status, HttpHeaders.of(map, (name, value) -> true), body), NOW);
  }
}
