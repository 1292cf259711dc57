package dev.headwater.store.sqlite;

/**
 * A clock that only runs forward, for deadlines. Deadlines limit waiting for a real disk, so they
 * are kept in real time even where the wall clock of the store is a manual one.
 */
interface Ticker {

  /** Nanoseconds since some moment. */
  long nanos();

  /** The machine's own. */
  static Ticker system() {
    return System::nanoTime;
  }
}
