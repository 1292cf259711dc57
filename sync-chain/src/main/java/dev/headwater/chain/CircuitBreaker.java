package dev.headwater.chain;

import dev.headwater.store.background.Backoff;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Leaves a layer alone after too many failures in a row, and then lets one call at a time find out
 * whether it is back (Nygard, <i>Release It!</i>, 2007). Thread-safe.
 */
final class CircuitBreaker {

  private static final Backoff OPEN_FOR =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

  private final InstantSource time;
  private final RandomGenerator random;
  private final int failuresToOpen;

  private int failures; // in a row
  private int openings; // in a row
  private boolean open;
  private boolean probing;
  private long closedUntilMillis;

  CircuitBreaker(InstantSource time, RandomGenerator random, int failuresToOpen) {
    this.time = time;
    this.random = random;
    this.failuresToOpen = failuresToOpen;
  }

  /** Whether a call may be made. Whoever is let in reports how it ended. */
  synchronized boolean tryEnter() {
    if (!open) {
      return true;
    }
    if (probing || time.millis() < closedUntilMillis) {
      return false;
    }
    probing = true;
    return true;
  }

  /** Whether calls are turned away now. */
  synchronized boolean isLeftAlone() {
    return open && (probing || time.millis() < closedUntilMillis);
  }

  /** Whether the layer has been left alone since the last answer. */
  synchronized boolean isOpen() {
    return open;
  }

  /** There are signs that the layer is back: the next call finds out. */
  synchronized void probeSoon() {
    closedUntilMillis = Math.min(closedUntilMillis, time.millis());
  }

  /** The call got an answer. Returns whether the layer is asked again since then. */
  synchronized boolean succeeded() {
    boolean wasOpen = open;
    open = false;
    probing = false;
    failures = 0;
    openings = 0;
    return wasOpen;
  }

  /** The call got no answer. Returns whether the layer is left alone since then. */
  synchronized boolean failed() {
    failures++;
    boolean opens = probing || (!open && failures >= failuresToOpen);
    if (opens) {
      open = true;
      probing = false;
      openings++;
      closedUntilMillis = time.millis() + OPEN_FOR.after(openings, random).toMillis();
    }
    return opens;
  }
}
