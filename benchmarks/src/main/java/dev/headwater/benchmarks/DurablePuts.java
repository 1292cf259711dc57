package dev.headwater.benchmarks;

import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Single puts that are on disk when they return, by 1, 8 and 64 writers. */
final class DurablePuts implements Measurement {

  private static final int[] WRITERS = {1, 8, 64};
  private static final int ROUNDS = 3; // and one before them, to warm up
  private static final long ROUND_MILLIS = Long.getLong("headwater.round-millis", 3_000);
  private static final int ABOUT = 10_000;
  private static final int SCATTER = 0x9e3779b1; // odd, so that no two numbers share a key

  @Override
  public String id() {
    return "durable-puts";
  }

  @Override
  public String about() {
    return "single puts of 256 bytes, on disk when they return, by 1, 8 and 64 writers";
  }

  @Override
  public List<Table> run() throws Exception {
    Path parent =
        Path.of(System.getProperty("headwater.dir", System.getProperty("java.io.tmpdir")));
    List<Table> tables = new ArrayList<>();
    for (int writers : WRITERS) {
      tables.add(table(parent, writers));
    }
    return tables;
  }

  /** What is compared, the first with all others. */
  private static List<DurablePutter.Kind> kinds() {
    return Stream.concat(SqlitePutters.kinds().stream(), ChainPutters.kinds().stream()).toList();
  }

  private static Table table(Path parent, int writers) throws Exception {
    Map<String, Samples> samples = new LinkedHashMap<>();
    for (int round = 0; round <= ROUNDS; round++) {
      for (DurablePutter.Kind kind : kinds()) {
        Samples measured = round(parent, kind, writers);
        if (round > 0) {
          samples.computeIfAbsent(kind.name(), name -> new Samples(ABOUT)).addAll(measured);
        }
      }
    }
    double first = perSecond(samples.values().iterator().next());
    return new Table(
        "%d writers, new keys in no order, values of %d bytes, %d rounds of %.1f s; file system: %s"
            .formatted(
                writers,
                Bench.VALUE_BYTES,
                ROUNDS,
                ROUND_MILLIS / 1000.0,
                Files.getFileStore(parent).type()),
        List.of("put into", "puts/s", "× by hand", "median ms", "p99 ms", "longest ms"),
        samples.entrySet().stream().map(one -> row(one.getKey(), one.getValue(), first)).toList());
  }

  private static double perSecond(Samples samples) {
    return samples.count() / (ROUNDS * ROUND_MILLIS / 1000.0);
  }

  private static List<String> row(String name, Samples samples, double first) {
    return List.of(
        name,
        "%,.0f".formatted(perSecond(samples)),
        "%.2f".formatted(perSecond(samples) / first),
        "%.2f".formatted(samples.medianMicros() / 1000),
        "%.2f".formatted(samples.percentileMicros(0.99) / 1000),
        "%.2f".formatted(samples.percentileMicros(1) / 1000));
  }

  private static Samples round(Path parent, DurablePutter.Kind kind, int writers) throws Exception {
    Path directory = Files.createTempDirectory(parent, "durable-puts");
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try (DurablePutter putter = kind.opening().open(directory)) {
      putter.put(0); // what is made at first use is not measured
      AtomicInteger numbers = new AtomicInteger(1);
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ROUND_MILLIS);
      List<Future<Samples>> running = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        running.add(threads.submit(() -> putUntil(end, putter, numbers)));
      }
      Samples all = new Samples(ABOUT);
      for (Future<Samples> one : running) {
        all.addAll(one.get());
      }
      return all;
    } finally {
      threads.shutdownNow();
      Directories.delete(directory);
    }
  }

  private static Samples putUntil(long end, DurablePutter putter, AtomicInteger numbers)
      throws Exception {
    Samples samples = new Samples(ABOUT);
    while (System.nanoTime() < end) {
      int number = numbers.getAndIncrement();
      samples.time(() -> putter.put(number));
    }
    return samples;
  }

  /** The entry of a number: each has its own key, and the keys come in no order. */
  static Entry entry(int number) {
    byte[] value = new byte[Bench.VALUE_BYTES];
    new Random(number).nextBytes(value);
    return Entry.of(
        Key.of("user/%08x/profile".formatted(number * SCATTER)),
        Stamp.of(number, 0, 1),
        EncodedValue.owned(value, "bytes", EncodedValue.NEVER));
  }

  /** The value's bytes. */
  static byte[] bytes(Entry entry) {
    return entry.content() instanceof EncodedValue value ? value.sharedBytes() : new byte[0];
  }
}
