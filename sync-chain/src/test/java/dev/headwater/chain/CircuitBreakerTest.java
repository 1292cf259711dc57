package dev.headwater.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.testkit.ManualClock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final ManualClock clock = new ManualClock();
  private final CircuitBreaker breaker = new CircuitBreaker(clock, new Random(1), 3);

  private void open() {
    for (int i = 0; i < 3; i++) {
      assertThat(breaker.tryEnter()).isTrue();
      assertThat(breaker.failed()).isEqualTo(i == 2);
    }
  }

  @Test
  void opensAfterFailuresInARow() {
    open();

    assertThat(breaker.tryEnter()).isFalse();
  }

  @Test
  void anAnswerInBetweenStartsTheCountAnew() {
    breaker.failed();
    breaker.failed();
    assertThat(breaker.succeeded()).isFalse();
    breaker.failed();
    breaker.failed();

    assertThat(breaker.tryEnter()).isTrue();
  }

  @Test
  void letsOneCallAtATimeFindOutWhetherTheLayerIsBack() {
    open();
    clock.advance(LONGEST);

    assertThat(breaker.tryEnter()).isTrue();
    assertThat(breaker.tryEnter()).isFalse();

    assertThat(breaker.succeeded()).isTrue();
    assertThat(breaker.tryEnter()).isTrue();
    assertThat(breaker.tryEnter()).isTrue();
  }

  @Test
  void aFailedProbeOpensItAgainForLonger() {
    open();
    clock.advance(Duration.ofSeconds(1));
    assertThat(breaker.tryEnter()).isTrue();
    assertThat(breaker.failed()).isTrue();

    clock.advance(Duration.ofMillis(900));
    assertThat(breaker.tryEnter()).isFalse();
    clock.advance(LONGEST);
    assertThat(breaker.tryEnter()).isTrue();
  }
}
