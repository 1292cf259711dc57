package dev.headwater.store.background;

/**
 * A clock that only runs forward, for deadlines. Deadlines limit waiting for real servers and
 * disks, so they are kept in real time even where the wall clock of a store is a manual one.
 */
public interface Ticker {

  /** Nanoseconds since some moment. */
  long nanos();

  /** The machine's own. */
  static Ticker system() {
    return System::nanoTime;
  }
}
