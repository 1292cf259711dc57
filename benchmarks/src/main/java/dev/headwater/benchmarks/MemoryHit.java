package dev.headwater.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@link MemoryHitBenchmark} with one thread and with two. */
final class MemoryHit implements Measurement {

  private static final String BARE = "caffeine";

  @Override
  public String id() {
    return "memory-hit";
  }

  @Override
  public String about() {
    return "a hit in memory through the typed chain, beside Caffeine alone (JMH)";
  }

  @Override
  public List<Table> run() throws RunnerException {
    List<Table> tables = new ArrayList<>();
    for (int threads : new int[] {1, 2}) {
      tables.add(table(threads, results(threads)));
    }
    return tables;
  }

  private static Collection<RunResult> results(int threads) throws RunnerException {
    System.err.printf("memory-hit with %d thread(s): about 2 minutes ...%n", threads);
    return new Runner(
            new OptionsBuilder()
                .include(MemoryHitBenchmark.class.getName())
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .threads(threads)
                .forks(2)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(3)
                .measurementTime(TimeValue.seconds(1))
                .build())
        .run();
  }

  private static Table table(int threads, Collection<RunResult> results) {
    List<List<String>> rows = new ArrayList<>();
    for (RunResult result : results) {
      double bare = score(bareOf(result, results));
      Result<?> time = result.getPrimaryResult();
      rows.add(
          List.of(
              time.getLabel(),
              result.getParams().getParam("values"),
              "%.1f ± %.1f".formatted(time.getScore(), time.getScoreError()),
              "%.2f".formatted(time.getScore() / bare),
              "%.1f".formatted(allocated(result))));
    }
    return new Table(
        String.format(Locale.ROOT, "A hit in memory, %d thread(s)", threads),
        List.of("read from", "values", "ns per read", "times Caffeine", "bytes allocated"),
        rows);
  }

  private static RunResult bareOf(RunResult result, Collection<RunResult> results) {
    String values = result.getParams().getParam("values");
    return results.stream()
        .filter(one -> one.getPrimaryResult().getLabel().equals(BARE))
        .filter(one -> one.getParams().getParam("values").equals(values))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no result of " + BARE));
  }

  private static double score(RunResult result) {
    return result.getPrimaryResult().getScore();
  }

  private static double allocated(RunResult result) {
    Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
    if (allocated == null) {
      throw new IllegalStateException("the profiler told nothing about allocation");
    }
    return allocated.getScore();
  }
}
