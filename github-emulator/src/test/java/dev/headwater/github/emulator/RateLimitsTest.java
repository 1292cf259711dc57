package dev.headwater.github.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.github.emulator.Client.Response;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RateLimitsTest extends EmulatorCase {
  private static final String SECONDARY = "secondary rate limit";

  @Test
  void withoutLimitsNothingIsSaidAboutThem() {
    seed();
    assertThat(client.get("").header("x-ratelimit-limit")).isEmpty();
    Response answer = client.get("/rate_limit");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.message()).isEqualTo("Rate limiting is not enabled.");
  }

  @Test
  void everyAnswerSaysWhatIsLeft() {
    seed();
    github.rateLimits(RateLimits.github());
    Response answer = client.get("");
    assertThat(answer.header("x-ratelimit-limit")).isEqualTo("5000");
    assertThat(answer.header("x-ratelimit-used")).isEqualTo(used(answer));
    assertThat(Long.parseLong(answer.header("x-ratelimit-reset")))
        .isEqualTo(clock.instant().plus(Duration.ofHours(1)).getEpochSecond());
    assertThat(answer.header("date")).isEqualTo("Thu, 1 Jan 2026 00:00:00 GMT");
    Response quota = client.get("/rate_limit");
    assertThat(quota.json().at("/resources/core/used").asText()).isEqualTo(used(answer));
  }

  private static String used(Response answer) {
    return Long.toString(5_000 - Long.parseLong(answer.header("x-ratelimit-remaining")));
  }

  @Test
  void theRequestsOfAnHourAreLimited() {
    seed();
    github.rateLimits(RateLimits.none().withRequestsPerHour(5));
    for (int i = 0; i < 5; i++) {
      assertThat(client.get("").status()).isEqualTo(200);
    }
    Response refused = client.get("");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.message()).startsWith("API rate limit exceeded");
    assertThat(refused.header("x-ratelimit-remaining")).isEqualTo("0");
    clock.advance(Duration.ofMinutes(59));
    assertThat(client.get("").status()).isEqualTo(403);
    clock.advance(Duration.ofMinutes(1));
    assertThat(client.get("").status()).isEqualTo(200);
  }

  @Test
  void whatHasNotChangedCostsNothing() {
    seed();
    github.rateLimits(RateLimits.none().withRequestsPerHour(2));
    String tag = client.get("").header("ETag");
    for (int i = 0; i < 10; i++) {
      assertThat(client.get("", "If-None-Match", tag).status()).isEqualTo(304);
    }
    assertThat(client.get("").header("x-ratelimit-remaining")).isEqualTo("0");
  }

  @Test
  void eachTokenHasItsOwn() {
    seed();
    github.accept(AccessToken.classic("ghp_2"));
    github.rateLimits(RateLimits.none().withRequestsPerHour(1));
    assertThat(client.get("").status()).isEqualTo(200);
    assertThat(client.get("").status()).isEqualTo(403);
    assertThat(client.with("ghp_2").get("").status()).isEqualTo(200);
  }

  @Test
  void writesOfAMinuteAreLimitedAndTheAnswerSaysForHowLong() {
    String head = seed();
    github.rateLimits(RateLimits.none().withContent(3, 100));
    for (int i = 0; i < 3; i++) {
      assertThat(client.move(head, false).status()).isEqualTo(200);
      clock.advance(Duration.ofSeconds(10));
    }
    Response refused = client.move(head, false);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.message()).contains(SECONDARY);
    assertThat(refused.header("retry-after")).isEqualTo("30");
    assertThat(client.get("").status()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(29));
    assertThat(client.move(head, false).status()).isEqualTo(403);
    clock.advance(Duration.ofSeconds(1));
    assertThat(client.move(head, false).status()).isEqualTo(200);
  }

  @Test
  void writesOfAnHourAreLimited() {
    String head = seed();
    github.rateLimits(RateLimits.none().withContent(100, 3));
    for (int i = 0; i < 3; i++) {
      assertThat(client.move(head, false).status()).isEqualTo(200);
    }
    assertThat(client.move(head, false).header("retry-after")).isEqualTo("3600");
  }

  @Test
  void aSecondaryLimitMaySayNothingInHeaders() {
    String head = seed();
    github.rateLimits(RateLimits.none().withContent(1, 100).withoutHeaders());
    client.move(head, false);
    Response refused = client.move(head, false);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.message()).contains(SECONDARY);
    assertThat(refused.header("retry-after")).isEmpty();
    assertThat(refused.header("x-ratelimit-remaining")).isEmpty();
  }

  @Test
  void readingCostsOnePointAndWritingFive() {
    String head = seed();
    github.rateLimits(RateLimits.none().withPointsPerMinute(12));
    client.move(head, false);
    client.move(head, false);
    assertThat(client.get("").status()).isEqualTo(200);
    assertThat(client.move(head, false).status()).isEqualTo(403);
    assertThat(client.get("").status()).isEqualTo(200);
    assertThat(client.get("").status()).isEqualTo(403);
    clock.advance(Duration.ofMinutes(1));
    assertThat(client.move(head, false).status()).isEqualTo(200);
  }

  @Test
  void requestsAtOnceAreLimited() throws Exception {
    seed();
    github.rateLimits(RateLimits.none().withConcurrent(1));
    Background held = Background.of(() -> client.post("git/blobs", Map.of("content", "x")));
    github.faults().next(Fault.held(Fault.Moment.AFTER));
    held.start();
    held.awaitUntil(() -> github.faults().held() == 1);
    assertThat(client.get("").message()).contains(SECONDARY);
    github.faults().release();
    assertThat(held.result().status()).isEqualTo(201);
    assertThat(client.get("").status()).isEqualTo(200);
  }

  @Test
  void limitsArePositive() {
    assertThatThrownBy(() -> RateLimits.none().withRequestsPerHour(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SizeLimits.github().withInline(0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
