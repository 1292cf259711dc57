package dev.headwater.store.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

  private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5));

  @ParameterizedTest
  @CsvSource({"1,50", "2,100", "3,200", "7,3200", "8,5000", "100,5000", "2147483647,5000"})
  void theWaitIsBetweenHalfTheCapAndTheCap(int failures, long capMillis) {
    Random random = new Random(1);
    Set<Duration> waits = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      Duration wait = backoff.after(failures, random);
      assertThat(wait).isBetween(Duration.ofMillis(capMillis / 2), Duration.ofMillis(capMillis));
      waits.add(wait);
    }
    assertThat(waits).hasSizeGreaterThan(100);
  }

  @Test
  void veryLongWaitsDoNotOverflow() {
    Backoff years = new Backoff(Duration.ofDays(36_500), Duration.ofDays(73_000));
    assertThat(years.after(60, new Random(1)))
        .isBetween(Duration.ofDays(36_500), Duration.ofDays(73_000));
  }

  @Test
  void boundsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
        .hasMessageContaining("backoff");
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .hasMessageContaining("backoff");
  }
}
