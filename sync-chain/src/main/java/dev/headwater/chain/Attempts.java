package dev.headwater.chain;

import dev.headwater.store.StoreException;
import dev.headwater.store.background.Background;
import dev.headwater.store.background.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that some call of a store is made once at a time and, while it fails, with growing
 * pauses. Thread-safe.
 */
final class Attempts {

  private static final Backoff PAUSE = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5));

  private final Background background;
  private final RandomGenerator random;
  private final Runnable wakeUp;

  /* All below is guarded by this. */
  private boolean busy; // under way, or in a pause
  private int failures;
  private @Nullable StoreException error;

  /**
   * @param wakeUp is called when a pause is over
   */
  Attempts(Background background, RandomGenerator random, Runnable wakeUp) {
    this.background = background;
    this.random = random;
    this.wakeUp = wakeUp;
  }

  /** Whether the call may be made now; whoever is told so has to say how it ended. */
  synchronized boolean begin() {
    boolean free = !busy;
    busy = true;
    return free;
  }

  /** The call was answered. */
  synchronized void succeeded() {
    busy = false;
    failures = 0;
    error = null;
  }

  /** The call failed. */
  void failed(StoreException cause) {
    Duration pause;
    synchronized (this) {
      error = cause;
      failures++;
      pause = PAUSE.after(failures, random);
    }
    background.timer().schedule(pause, this::resume);
  }

  private void resume() {
    synchronized (this) {
      busy = false;
    }
    wakeUp.run();
  }

  /** Why the last call failed; {@code null} if it was answered, or none was made. */
  synchronized @Nullable StoreException error() {
    return error;
  }
}
