package dev.headwater.benchmarks.behind;

import java.util.Arrays;
import java.util.List;

/** The times of single calls of one thread, in nanoseconds. Not thread-safe. */
final class Latencies {

  private long[] nanos = new long[1 << 12];
  private int count;

  void add(long sample) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = sample;
  }

  /** The times of all threads, in order. */
  static long[] sorted(List<Latencies> threads) {
    return threads.stream()
        .flatMapToLong(one -> Arrays.stream(one.nanos, 0, one.count))
        .sorted()
        .toArray();
  }

  /** The smallest time that this share of all calls did not exceed. */
  static double millis(long[] sorted, double share) {
    int index = (int) Math.ceil(sorted.length * share) - 1;
    return sorted[Math.max(0, index)] / 1e6;
  }
}
