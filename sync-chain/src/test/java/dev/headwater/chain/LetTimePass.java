package dev.headwater.chain;

import dev.headwater.store.background.Waits;
import dev.headwater.testkit.ManualBackground;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;

/** How the one thread of a test waits: it does the work of the others meanwhile. */
record LetTimePass(ManualBackground background) implements Waits {

  private static final Duration STEP = Duration.ofMillis(5);

  @Override
  public boolean await(Future<?> what, Duration atMost) {
    Instant end = background.clock().instant().plus(atMost);
    if (!what.isDone()) {
      background.settle();
    }
    while (!what.isDone() && background.clock().instant().isBefore(end)) {
      background.advance(STEP);
    }
    return what.isDone();
  }
}
