package dev.headwater.benchmarks;

import java.util.Arrays;

/** Times of single calls. */
final class Samples {

  private final long[] nanos;
  private int count;

  Samples(int most) {
    nanos = new long[most];
  }

  /** Times one call. */
  void time(Call call) throws Exception {
    long start = System.nanoTime();
    call.run();
    add(System.nanoTime() - start);
  }

  void add(long sample) {
    nanos[count++] = sample;
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
