package dev.headwater.benchmarks.behind;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes of one thread at a steady pace, while the remote goes down and comes back: each key is
 * put, a little later put again, and every other one is deleted a little later still.
 */
final class OutageWrites {

  static final String DONE = "done";

  static final Duration UP = Duration.ofSeconds(1);
  static final Duration DOWN = Duration.ofSeconds(3);

  private static final int KEYS_PER_SECOND = 500;
  private static final int LATER = 5;

  private final Acknowledgements acknowledgements;
  private final Sink sink;

  OutageWrites(Acknowledgements acknowledgements, Sink sink) {
    this.acknowledgements = acknowledgements;
    this.sink = sink;
  }

  void run() throws IOException {
    long start = System.nanoTime();
    long down = start + UP.toNanos();
    long upAgain = down + DOWN.toNanos();
    long end = upAgain + UP.toNanos();
    long pace = Duration.ofSeconds(1).toNanos() / KEYS_PER_SECOND;
    for (int i = 0; System.nanoTime() < end; i++) {
      long now = System.nanoTime();
      sink.down(now >= down && now < upAgain);
      write(i);
      LockSupport.parkNanos(start + i * pace - now);
    }
    sink.down(false);
  }

  private void write(int i) throws IOException {
    acknowledgements.put(key(i), 1);
    if (i >= LATER) {
      acknowledgements.put(key(i - LATER), 2);
    }
    int oldest = i - 2 * LATER;
    if (oldest >= 0 && oldest % 2 == 0) {
      acknowledgements.delete(key(oldest));
    }
  }

  private static String key(int i) {
    return "outage/" + i;
  }
}
