package dev.headwater.benchmarks;

import dev.headwater.chain.ChainListener;
import dev.headwater.chain.ChainStore;
import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** 100 callers at once on one key that is in SQL alone: how many loads that makes. */
final class ColdKey implements Measurement {

  private static final int CALLERS = 100;
  private static final int KEYS = 200;

  @Override
  public String id() {
    return "cold-key";
  }

  @Override
  public String about() {
    return "100 callers at once on one key that only SQL has: the loads are counted";
  }

  @Override
  public List<Table> run() throws Exception {
    try (Bench bench = new Bench()) {
      String table = Bench.freshName();
      List<Entry> entries = Bench.entries(KEYS, 1);
      try (Store sql = bench.open(bench.sqlUri(table))) {
        sql.mergeAll(Batch.of(entries));
      }
      AtomicInteger loads = new AtomicInteger();
      Samples waves = new Samples(KEYS);
      try (ChainStore chain =
          ChainStore.builder()
              .cache("memory", bench.open("memory:?max-bytes=1000000000"))
              .store("sql", bench.open(bench.sqlUri(table)))
              .listener(counting(loads))
              .build()) {
        measure(chain, entries, waves);
      }
      return List.of(
          new Table(
              "%d cold keys, %d callers each; %s".formatted(KEYS, CALLERS, bench.servers()),
              List.of("callers", "loads", "loads per key", "median ms for all", "p99 ms"),
              List.of(
                  List.of(
                      "" + KEYS * CALLERS,
                      "" + loads,
                      "%.2f".formatted(loads.get() / (double) KEYS),
                      "%.2f".formatted(waves.medianMicros() / 1000),
                      "%.2f".formatted(waves.percentileMicros(0.99) / 1000)))));
    }
  }

  private static ChainListener counting(AtomicInteger loads) {
    return new ChainListener() {
      @Override
      public void hit(String layer, Key key) {
        if (layer.equals("sql")) {
          loads.incrementAndGet();
        }
      }
    };
  }

  private static void measure(ChainStore chain, List<Entry> entries, Samples waves)
      throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      for (Entry entry : entries) {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> reads = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
          reads.add(
              callers.submit(
                  () -> start.await(10, TimeUnit.SECONDS) && chain.read(entry.key()) != null));
        }
        waves.time(
            () -> {
              start.countDown();
              for (Future<Boolean> read : reads) {
                if (!read.get(10, TimeUnit.SECONDS)) {
                  throw new IllegalStateException("not found: " + entry.key());
                }
              }
            });
      }
    } finally {
      callers.shutdownNow();
    }
  }
}
