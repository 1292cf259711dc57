package dev.headwater.benchmarks;

import dev.headwater.chain.ChainListener;
import dev.headwater.chain.ChainStore;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.Write;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.Stores;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * From a write in one process until another process reads it from its memory. Both read the clock
 * {@code CLOCK_MONOTONIC}, which Linux shares among processes.
 */
final class WriteToVisible implements Measurement {

  static final Key KEY = Key.of("visible");
  private static final int WRITES = 2_000;
  private static final int WARM_UP = 500;

  @Override
  public String id() {
    return "write-to-visible";
  }

  @Override
  public String about() {
    return "from a write in one process until it is in the memory of another (Linux)";
  }

  @Override
  public List<Table> run() throws Exception {
    try (Bench bench = new Bench()) {
      String name = Bench.freshName();
      Samples fromStart = new Samples(WRITES);
      Samples fromReturn = new Samples(WRITES);
      try (ChainStore chain = chain(bench, bench.etcdUri(name), bench.sqlUri(name))) {
        measure(chain, bench, name, fromStart, fromReturn);
      }
      return List.of(
          new Table(
              "%d writes, memory → etcd → SQL in both; %s".formatted(WRITES, bench.servers()),
              List.of("until it is in the other's memory", "median ms", "p99 ms"),
              List.of(
                  row("from the beginning of the write", fromStart),
                  row("from its acknowledgement", fromReturn))));
    }
  }

  private static List<String> row(String what, Samples samples) {
    return List.of(
        what,
        "%.2f".formatted(samples.medianMicros() / 1000),
        "%.2f".formatted(samples.percentileMicros(0.99) / 1000));
  }

  private static ChainStore chain(Bench bench, String etcd, String sql) {
    return ChainStore.builder()
        .cache("memory", bench.open("memory:?max-bytes=1000000"))
        .cache("etcd", bench.open(etcd))
        .store("sql", bench.open(sql))
        .build();
  }

  private static void measure(
      ChainStore chain, Bench bench, String name, Samples fromStart, Samples fromReturn)
      throws Exception {
    HybridClock clock = HybridClock.system();
    write(chain, clock.next());
    Process other = other(bench, name);
    try (BufferedReader seen =
        new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
      seen.readLine(); // the other is ready
      for (int i = 0; i < WARM_UP + WRITES; i++) {
        long start = System.nanoTime();
        write(chain, clock.next());
        long end = System.nanoTime();
        long visible = Long.parseLong(String.valueOf(seen.readLine()));
        if (i >= WARM_UP) {
          fromStart.add(visible - start);
          fromReturn.add(Math.max(0, visible - end));
        }
      }
    } finally {
      other.destroyForcibly();
    }
  }

  private static void write(ChainStore chain, Stamp stamp) {
    chain.merge(
        Write.of(
            Entry.of(KEY, stamp, EncodedValue.owned(new byte[256], "bytes", EncodedValue.NEVER))));
  }

  private static Process other(Bench bench, String name) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-cp",
            System.getProperty("java.class.path"),
            Watcher.class.getName(),
            bench.etcdUri(name),
            bench.sqlUri(name));
    String password = bench.sql.password();
    if (password != null) {
      builder.environment().put("HEADWATER_SQL_PASSWORD", password);
    }
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** The other process: prints the time at which each newer entry is in its memory. */
  static final class Watcher implements ChainListener {
    private final CountDownLatch following = new CountDownLatch(2);

    private Watcher() {}

    public static void main(String[] uris) throws Exception {
      StoreEnvironment environment = StoreEnvironment.system();
      Watcher watcher = new Watcher();
      try (ChainStore chain =
          ChainStore.builder()
              .cache("memory", Stores.open("memory:?max-bytes=1000000", environment))
              .cache("etcd", Stores.open(uris[0], environment))
              .store("sql", Stores.open(uris[1], environment))
              .listener(watcher)
              .build()) {
        watcher.following.await();
        chain.read(KEY);
        System.out.println("ready");
        System.in.read(); // until the first process is done
      }
    }

    @Override
    public void following(String layer) {
      following.countDown();
    }

    @Override
    public void updated(String layer, Key key) {
      System.out.println(System.nanoTime());
    }
  }
}
