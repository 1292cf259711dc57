package dev.headwater.chain.outbox;

import dev.headwater.store.background.Waits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Future;

/** How long somebody waits, for one thing after the other. Used by one thread. */
final class Patience {

  private final Waits waits;
  private final InstantSource time;
  private long endMillis;

  Patience(Waits waits, InstantSource time, Duration atMost) {
    this.waits = waits;
    this.time = time;
    this.endMillis = time.millis() + atMost.toMillis();
  }

  /**
   * Waits until this is done, or patience is at its end; interrupts end it.
   *
   * @return whether it is done
   */
  boolean await(Future<?> what) {
    long leftMillis = endMillis - time.millis();
    if (what.isDone() || leftMillis <= 0) {
      return what.isDone();
    }
    try {
      boolean done = waits.await(what, Duration.ofMillis(leftMillis));
      if (!done) {
        endMillis = Long.MIN_VALUE / 2; // whatever the clock says
      }
      return done;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      endMillis = Long.MIN_VALUE / 2;
      return false;
    }
  }
}
