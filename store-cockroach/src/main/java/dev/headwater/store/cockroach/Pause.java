package dev.headwater.store.cockroach;

import java.time.Duration;

/** Waits between attempts. */
interface Pause {

  /**
   * Waits, or less if the store is closed.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void pause(Duration duration) throws InterruptedException;
}
