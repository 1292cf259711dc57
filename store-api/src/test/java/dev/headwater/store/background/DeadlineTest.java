package dev.headwater.store.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlineTest {

  private final AtomicLong nanos = new AtomicLong(-7); // it may begin anywhere
  private final Deadline deadline = Deadline.in(Duration.ofMillis(10), nanos::get);

  @Test
  void whatIsLeftIsRoundedUpToMilliseconds() {
    assertThat(deadline.leftMillis()).isEqualTo(10);
    nanos.addAndGet(1);
    assertThat(deadline.leftMillis()).isEqualTo(10);
    nanos.addAndGet(999_999);
    assertThat(deadline.leftMillis()).isEqualTo(9);
    assertThat(Deadline.in(Duration.ofDays(365), nanos::get).leftMillis())
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void itIsPastWhenNothingIsLeft() {
    nanos.addAndGet(9_999_999);
    assertThat(deadline.isPast()).isFalse();
    assertThat(deadline.leftMillis()).isOne();
    nanos.addAndGet(1);
    assertThat(deadline.isPast()).isTrue();
    nanos.addAndGet(5_000_000);
    assertThat(deadline.leftNanos()).isEqualTo(-5_000_000);
    assertThat(deadline.leftMillis()).isZero();
  }

  @Test
  void halfOfWhatIsLeftMayBeGivenAway() {
    nanos.addAndGet(2_000_000);
    assertThat(deadline.halfway().leftMillis()).isEqualTo(4);
    nanos.addAndGet(20_000_000);
    assertThat(deadline.halfway().leftNanos()).isEqualTo(deadline.leftNanos());
  }
}
