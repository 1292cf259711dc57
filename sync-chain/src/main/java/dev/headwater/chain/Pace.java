package dev.headwater.chain;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How fast one layer has answered lately, and whether to wait for it where something else can
 * answer. Watching costs an answered call two looks at the clock. Thread-safe.
 *
 * <p>A layer is <em>suspect</em> for a while after a call that failed or took longer than the soft
 * deadline, and as long as calls are under way of which none has ended for that time. After several
 * missed soft deadlines in a row the layer is not waited for at all, except by one call now and
 * then that finds out.
 */
final class Pace {

  /** For how long one slow or failed call makes a layer suspect. */
  static final long SUSPECT_MILLIS = 60_000;

  private final InstantSource time;
  private final long softMillis;
  private final boolean always;
  private final CircuitBreaker slowness;

  private final AtomicInteger underWay = new AtomicInteger();
  private volatile long progressMillis; // when a call last began alone, or ended
  private volatile long endedMillis = Long.MIN_VALUE; // when a call last ended
  private volatile long suspectUntilMillis = Long.MIN_VALUE;
  private volatile boolean missing; // since the last call that was in time

  /**
   * @param softMillis the soft deadline
   * @param always whether the soft deadline counts for a layer that is not suspect, too
   * @param slowness left alone is what misses its soft deadline again and again
   */
  Pace(InstantSource time, long softMillis, boolean always, CircuitBreaker slowness) {
    this.time = time;
    this.softMillis = softMillis;
    this.always = always;
    this.slowness = slowness;
  }

  long softMillis() {
    return softMillis;
  }

  /** Whether somebody has to see to it that the soft deadline is kept. */
  boolean isEnforced() {
    return always || isSuspect();
  }

  /** Whether the layer has been slow lately, or is just now. */
  boolean isSuspect() {
    long now = time.millis();
    return now < suspectUntilMillis || isHanging(now);
  }

  private boolean isHanging(long nowMillis) {
    return underWay.get() > 0 && nowMillis - progressMillis > softMillis;
  }

  /** Whether the layer has missed its soft deadline since the last call that was in time. */
  boolean isSlow() {
    return missing || isHanging(time.millis());
  }

  /** When a call last ended, however it did. */
  long endedMillis() {
    return endedMillis;
  }

  /** Whether calls that something else can answer leave the layer alone. */
  boolean isTooSlow() {
    return missing && slowness.isLeftAlone();
  }

  /** Whether to wait for the layer at all. Whoever is let in tells how it went. */
  boolean tryEnter() {
    return !missing || slowness.tryEnter();
  }

  /** Whoever was let in did not call after all. */
  void gaveUp() {
    if (missing) {
      slowness.failed();
    }
  }

  /** A call begins; returns when. */
  long begin() {
    long now = time.millis();
    if (underWay.getAndIncrement() == 0) {
      progressMillis = now;
    }
    return now;
  }

  /** The call that began then was answered to somebody who waited for it to the end. */
  void answered(long beganMillis) {
    if (ended() - beganMillis > softMillis) {
      missed();
    } else {
      kept();
    }
  }

  /**
   * The call that began then was answered, to somebody who may not have waited for it; returns how
   * long it took.
   */
  long answeredAlone(long beganMillis) {
    long millis = ended() - beganMillis;
    if (millis <= softMillis) {
      kept();
    }
    return millis;
  }

  /** A call has ended, of which nobody minds how long it took. */
  void calledUnhurried() {
    endedMillis = time.millis();
  }

  /** A call that had begun failed. */
  void failed() {
    suspect(ended());
    gaveUp();
  }

  /** A call has not been answered within the soft deadline. */
  void missed() {
    suspect(time.millis());
    missing = true;
    slowness.failed();
  }

  private void kept() {
    if (missing) {
      missing = false;
      slowness.succeeded();
    }
  }

  private long ended() {
    underWay.decrementAndGet();
    long now = time.millis();
    progressMillis = now;
    endedMillis = now;
    return now;
  }

  private void suspect(long nowMillis) {
    suspectUntilMillis = nowMillis + SUSPECT_MILLIS;
  }
}
