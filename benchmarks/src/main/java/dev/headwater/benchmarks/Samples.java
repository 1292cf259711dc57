package dev.headwater.benchmarks;

import java.util.Arrays;

/** Times of single calls. */
final class Samples {

  private long[] nanos;
  private int count;

  /** Room for about so many. */
  Samples(int about) {
    nanos = new long[about];
  }

  /** Times one call. */
  void time(Call call) throws Exception {
    long start = System.nanoTime();
    call.run();
    add(System.nanoTime() - start);
  }

  void add(long sample) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count + 1);
    }
    nanos[count++] = sample;
  }

  void addAll(Samples others) {
    for (int i = 0; i < others.count; i++) {
      add(others.nanos[i]);
    }
  }

  int count() {
    return count;
  }

  double medianMicros() {
    return percentileMicros(0.5);
  }

  double percentileMicros(double percentile) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted[(int) Math.min(count - 1, (long) (count * percentile))] / 1000.0;
  }

  /** Something to time. */
  interface Call {
    void run() throws Exception;
  }
}
