package dev.headwater.benchmarks;

import dev.headwater.chain.ChainStore;
import dev.headwater.servers.FaultProxy;
import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.Purge;
import dev.headwater.store.Store;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** How long readers wait while the second layer is dead, slow or flapping; memory is empty. */
final class SlowLayers implements Measurement {

  private static final int KEYS = 1_000;
  private static final Duration EACH = Duration.ofSeconds(15);
  private static final Duration FLAP = Duration.ofMillis(500);
  private static final long SLOW_MILLIS = 1_000;

  /** How the second layer is. */
  private enum Condition {
    HEALTHY("healthy"),
    SLOW("slow: 1 s each way"),
    DEAD("dead: connections refused"),
    HANGING("hanging: nothing is answered"),
    FLAPPING("flapping: dead and back every 0.5 s");

    private final String text;

    Condition(String text) {
      this.text = text;
    }
  }

  @Override
  public String id() {
    return "slow-layers";
  }

  @Override
  public String about() {
    return "reads of a chain memory, etcd, SQL while etcd is dead, slow or flapping";
  }

  @Override
  public List<Table> run() throws Exception {
    try (Bench bench = new Bench()) {
      List<List<String>> rows = new ArrayList<>();
      for (Condition condition : Condition.values()) {
        rows.add(row(condition, measure(bench, condition)));
      }
      return List.of(
          new Table(
              "reads that memory can't answer, one reader, %d s each; %s"
                  .formatted(EACH.toSeconds(), bench.servers()),
              List.of("etcd is", "reads", "median ms", "p99 ms", "max ms"),
              rows));
    }
  }

  private static List<String> row(Condition condition, Samples reads) {
    return List.of(
        condition.text,
        "" + reads.count(),
        "%.2f".formatted(reads.medianMicros() / 1000),
        "%.2f".formatted(reads.percentileMicros(0.99) / 1000),
        "%.2f".formatted(reads.percentileMicros(1) / 1000));
  }

  private static Samples measure(Bench bench, Condition condition) throws Exception {
    String name = Bench.freshName();
    URI etcd = URI.create("etcd://" + bench.etcd.endpoints().get(0));
    try (FaultProxy proxy = FaultProxy.inFrontOf(etcd.getHost(), etcd.getPort());
        Store memory = bench.open("memory:?max-bytes=1000000000");
        ChainStore chain =
            ChainStore.builder()
                .cache("memory", memory)
                .cache("etcd", bench.open("etcd://%s/%s".formatted(proxy.endpoint(), name)))
                .store("sql", bench.open(bench.sqlUri(name)))
                .build()) {
      List<Entry> entries = Bench.entries(KEYS, 1);
      Bench.chunks(entries, 100).forEach(chunk -> chain.mergeAll(Batch.of(chunk)));
      readFor(Duration.ofSeconds(3), chain, memory, entries); // warms up, and etcd is well
      ScheduledExecutorService flapping = Executors.newSingleThreadScheduledExecutor();
      try {
        begin(condition, proxy, flapping);
        return readFor(EACH, chain, memory, entries);
      } finally {
        flapping.shutdownNow();
        end(proxy);
      }
    }
  }

  private static void begin(
      Condition condition, FaultProxy proxy, ScheduledExecutorService flapping) {
    switch (condition) {
      case HEALTHY -> {}
      case SLOW -> proxy.delayMillis(SLOW_MILLIS);
      case DEAD -> die(proxy);
      case HANGING -> proxy.blackhole();
      case FLAPPING -> {
        Future<?> dying = everyPeriod(flapping, () -> die(proxy), Duration.ZERO);
        Future<?> back = everyPeriod(flapping, proxy::accept, FLAP);
        if (dying.isDone() || back.isDone()) {
          throw new IllegalStateException("etcd does not flap");
        }
      }
    }
  }

  private static Future<?> everyPeriod(
      ScheduledExecutorService flapping, Runnable change, Duration first) {
    return flapping.scheduleAtFixedRate(
        change, first.toMillis(), 2 * FLAP.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void die(FaultProxy proxy) {
    proxy.refuse();
    proxy.cutAll();
  }

  private static void end(FaultProxy proxy) {
    proxy.delayMillis(0);
    proxy.accept();
    proxy.flow();
  }

  private static Samples readFor(Duration time, ChainStore chain, Store memory, List<Entry> entries)
      throws Exception {
    Samples reads = new Samples(100_000);
    long end = System.nanoTime() + time.toNanos();
    for (int i = 0; System.nanoTime() < end; i++) {
      Entry entry = entries.get(i % KEYS);
      memory.purge(List.of(Purge.of(entry)));
      reads.time(
          () -> {
            if (!entry.equals(chain.read(entry.key()))) {
              throw new IllegalStateException("not found: " + entry.key());
            }
          });
    }
    return reads;
  }
}
