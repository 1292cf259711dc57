package dev.headwater.store.background;

import java.time.Duration;
import java.util.concurrent.Future;

/**
 * How a thread waits for what others do. Injected, so that a whole chain can run on one thread: who
 * waits there lets the others work meanwhile.
 */
public interface Waits {

  /**
   * Waits until this is done, well or not, at most so long.
   *
   * @return whether it is done
   */
  boolean await(Future<?> what, Duration atMost) throws InterruptedException;

  /** Stops the thread until then. */
  static Waits blocking() {
    return BlockingWaits.INSTANCE;
  }
}
