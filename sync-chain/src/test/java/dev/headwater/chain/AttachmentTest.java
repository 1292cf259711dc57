package dev.headwater.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.testkit.ManualBackground;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttachmentTest {

  private final ManualBackground background = new ManualBackground();
  private final List<Boolean> told = new ArrayList<>();
  private final Attachment attachment =
      new Attachment(background.clock(), background.background(), told::add);

  @Test
  void silenceDetaches() {
    attachment.start();
    background.advance(Duration.ofSeconds(5));
    assertThat(attachment.isDetached()).isFalse();

    background.advance(Duration.ofSeconds(1)); // a poll that hangs tells of no failure

    assertThat(attachment.isDetached()).isTrue();
    assertThat(attachment.detachedMillis()).isEqualTo(6_000);
    assertThat(told).containsExactly(true);
  }

  @Test
  void signsOfLifeKeepItAttached() {
    attachment.start();
    for (int i = 0; i < 10; i++) {
      background.advance(Duration.ofSeconds(4));
      attachment.alive();
    }
    assertThat(told).isEmpty();
    assertThat(attachment.detachedMillis()).isZero();
  }

  @Test
  void onlyCatchingUpAttachesAgain() {
    attachment.start();
    background.advance(Duration.ofSeconds(10));

    attachment.alive();
    assertThat(attachment.isDetached()).isTrue();
    attachment.caughtUp();
    assertThat(attachment.isDetached()).isFalse();

    assertThat(told).containsExactly(true, false);
  }

  @Test
  void theTimeThatCountsBeginsWhenTheFeedWasLastHeardOf() {
    attachment.start();
    background.advance(Duration.ofSeconds(3));
    attachment.caughtUp();
    background.advance(Duration.ofSeconds(60));

    assertThat(attachment.detachedMillis()).isEqualTo(60_000);
    attachment.alive(); // it catches up, and copies are no younger for it
    assertThat(attachment.detachedMillis()).isEqualTo(60_000);
  }

  @Test
  void aClosedOneLooksNoMore() {
    attachment.start();
    background.advance(Duration.ofSeconds(1));
    attachment.close();
    background.advance(Duration.ofMinutes(1));

    assertThat(told).isEmpty();
    assertThat(background.timer().pending()).isZero();
  }
}
