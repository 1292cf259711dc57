package dev.headwater.benchmarks;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.Store;
import dev.headwater.sync.Sync;
import dev.headwater.sync.SyncReport;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A full sync etcd → SQL, beside how fast etcd is read and SQL is written by hand. */
final class FullSync implements Measurement {

  private static final int COUNT = Integer.getInteger("headwater.entries", 100_000);
  private static final int PAGE = 1_000;

  @Override
  public String id() {
    return "full-sync";
  }

  @Override
  public String about() {
    return "sync of 100,000 entries etcd → SQL, with heap (-Dheadwater.entries=N for others)";
  }

  @Override
  public List<Table> run() throws Exception {
    try (Bench bench = new Bench()) {
      String prefix = Bench.freshName();
      fill(bench, prefix);
      List<List<String>> rows = new ArrayList<>();
      sync(bench, prefix, Bench.freshName(), "warm-up", new ArrayList<>());
      double read = readByHand(bench, prefix);
      rows.add(row("etcd read by hand, pages of 1,000", read, ""));
      double write = writeByHand(bench);
      rows.add(row("SQL written by hand, unnest of 1,000", write, ""));
      String table = Bench.freshName();
      double synced = sync(bench, prefix, table, "sync of everything", rows);
      sync(bench, prefix, table, "sync again, nothing changed", rows);
      MakeMirror.measure(bench, prefix, COUNT)
          .ifPresent(rate -> rows.add(row("etcdctl make-mirror, etcd → etcd", rate, "")));
      rows.add(
          row(
              "sync / the slower of the two by hand: %.2f"
                  .formatted(synced / Math.min(read, write)),
              synced,
              ""));
      return List.of(
          new Table(
              "%,d entries of 256 bytes, heap of at most %d MiB; %s"
                  .formatted(COUNT, Runtime.getRuntime().maxMemory() >> 20, bench.servers()),
              List.of("what", "entries/s", "peak heap MiB"),
              rows));
    }
  }

  private static List<String> row(String what, double rate, String heap) {
    return List.of(what, "%,.0f".formatted(rate), heap);
  }

  private static void fill(Bench bench, String prefix) {
    try (Store etcd = bench.open(bench.etcdUri(prefix))) {
      for (int from = 0; from < COUNT; from += 10_000) {
        etcd.mergeAll(Batch.of(Bench.entries(from, Math.min(COUNT, from + 10_000), 1)));
      }
    }
  }

  private static double sync(
      Bench bench, String prefix, String table, String what, List<List<String>> rows) {
    System.gc();
    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
    long start = System.nanoTime();
    SyncReport report;
    try (Store etcd = bench.open(bench.etcdUri(prefix));
        Store sql = bench.open(bench.sqlUri(table))) {
      report = Sync.between(etcd, sql).build().run();
    }
    double rate = COUNT * 1e9 / (System.nanoTime() - start);
    long peak = heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    rows.add(
        row(
            "%s: %,d copied, %d + %d requests"
                .formatted(what, report.copied(), report.sourceRequests(), report.targetRequests()),
            rate,
            "" + (peak >> 20)));
    return rate;
  }

  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private static double readByHand(Bench bench, String prefix) throws Exception {
    try (Client client = bench.bareEtcd()) {
      long start = System.nanoTime();
      ByteSequence end = bytes(prefix + "0"); // the character after '/'
      ByteSequence from = bytes(prefix + "/");
      long revision = 0;
      int count = 0;
      boolean more = true;
      while (more) {
        GetResponse page =
            client
                .getKVClient()
                .get(
                    from,
                    GetOption.builder()
                        .withRange(end)
                        .withLimit(PAGE)
                        .withRevision(revision)
                        .build())
                .get(30, TimeUnit.SECONDS);
        revision = page.getHeader().getRevision();
        count += page.getKvs().size();
        more = page.isMore();
        if (more) {
          KeyValue last = page.getKvs().get(page.getKvs().size() - 1);
          from = last.getKey().concat(ByteSequence.from(new byte[1]));
        }
      }
      if (count != COUNT) {
        throw new IllegalStateException("read %d, not %d".formatted(count, COUNT));
      }
      return COUNT * 1e9 / (System.nanoTime() - start);
    }
  }

  private static double writeByHand(Bench bench) throws Exception {
    String table = Bench.freshName();
    try (Connection connection = bench.bareSql()) {
      HandWritten.createTable(connection, table);
      List<List<Entry>> parts = new ArrayList<>();
      for (int from = 0; from < COUNT; from += 10_000) {
        parts.add(Bench.entries(from, Math.min(COUNT, from + 10_000), 1));
      }
      long start = System.nanoTime();
      for (List<Entry> part : parts) {
        HandWritten.writeSql(connection, table, part);
      }
      return COUNT * 1e9 / (System.nanoTime() - start);
    }
  }

  static ByteSequence bytes(String text) {
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }
}
