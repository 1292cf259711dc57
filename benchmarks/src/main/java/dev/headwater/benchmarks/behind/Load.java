package dev.headwater.benchmarks.behind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** So many threads, each putting one value after another as fast as they are acknowledged. */
final class Load {

  /** Few enough that all of them may wait in a queue, as they do in most applications. */
  static final int KEYS = 50_000;

  private final Contender contender;
  private final Sink sink;

  Load(Contender contender, Sink sink) {
    this.contender = contender;
    this.sink = sink;
  }

  /**
   * What came of it.
   *
   * @param puts acknowledged puts per second
   * @param delivered operations that reached the remote meanwhile, per second
   */
  record Result(double puts, double p50, double p99, double max, double delivered) {

    String line() {
      return String.format(Locale.ROOT, "%f %f %f %f %f", puts, p50, p99, max, delivered);
    }

    static Result parse(String line) {
      Scanner fields = new Scanner(line).useLocale(Locale.ROOT);
      return new Result(
          fields.nextDouble(),
          fields.nextDouble(),
          fields.nextDouble(),
          fields.nextDouble(),
          fields.nextDouble());
    }
  }

  Result run(int writers, Duration warmUp, Duration measured) throws Exception {
    write(writers, warmUp);
    long before = sink.delivered();
    long start = System.nanoTime();
    long[] times = Latencies.sorted(write(writers, measured));
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Result(
        times.length / seconds,
        Latencies.millis(times, 0.5),
        Latencies.millis(times, 0.99),
        Latencies.millis(times, 1),
        (sink.delivered() - before) / seconds);
  }

  private List<Latencies> write(int writers, Duration duration) throws Exception {
    long end = System.nanoTime() + duration.toNanos();
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<Callable<Latencies>> tasks = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        int seed = i;
        tasks.add(() -> write(new SplittableRandom(seed), end));
      }
      List<Latencies> all = new ArrayList<>();
      for (Future<Latencies> one : threads.invokeAll(tasks)) {
        all.add(one.get());
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }

  private Latencies write(SplittableRandom random, long end) throws Exception {
    Latencies latencies = new Latencies();
    for (long version = 0, start = System.nanoTime(); start < end; version++) {
      contender.put("key/" + random.nextInt(KEYS), Operation.value(version));
      long now = System.nanoTime();
      latencies.add(now - start);
      start = now;
    }
    return latencies;
  }
}
