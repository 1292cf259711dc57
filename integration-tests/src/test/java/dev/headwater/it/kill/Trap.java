package dev.headwater.it.kill;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Stops the thread that comes to one place for the n-th time, so that its process can be killed.
 */
final class Trap {

  private final Told told;
  private final String armed; // the name of a point, or something else for none
  private final int passes;
  private final AtomicInteger passed = new AtomicInteger();

  Trap(Told told, String armed, int passes) {
    this.told = told;
    this.armed = armed;
    this.passes = passes;
  }

  /** Returns at once, or never. */
  void reach(KillPoint point) {
    if (point.name().equals(armed) && passed.incrementAndGet() == passes) {
      told.at(point);
      while (true) {
        LockSupport.park();
      }
    }
  }
}
