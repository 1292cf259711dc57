package dev.headwater.benchmarks;

import dev.headwater.chain.ChainStore;
import dev.headwater.servers.SqlServer;
import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import io.etcd.jetcd.Client;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** 100,000 entries through a chain, beside the best batch written by hand. */
final class BulkWrites implements Measurement {

  private static final int COUNT = 100_000;
  private static final int BATCH = 1_000;
  private static final int ROUNDS = 3;

  private final List<Entry> entries = Bench.entries(COUNT, 1);

  @Override
  public String id() {
    return "bulk-writes";
  }

  @Override
  public String about() {
    return "100,000 entries through a chain, beside the best batch written by hand";
  }

  @Override
  public List<Table> run() throws Exception {
    try (Bench bench = new Bench()) {
      return List.of(
          new Table(
              "%,d new entries of 256 bytes, median of %d rounds, entries/s; %s"
                  .formatted(COUNT, ROUNDS, bench.servers()),
              List.of("store", "by hand", "chain", "chain / by hand"),
              rows(bench)));
    }
  }

  private List<List<String>> rows(Bench bench) throws Exception {
    List<List<String>> rows = new ArrayList<>(List.of(memory(bench), etcd(bench)));
    rows.add(sql(bench, "SQL, by hand without a feed", HandWritten::createTable));
    if (bench.sql.kind() == SqlServer.Kind.POSTGRESQL) {
      rows.add(sql(bench, "SQL, by hand with a feed", HandWritten::createTableWithFeed));
    }
    return rows;
  }

  private interface Job {
    void run() throws Exception;
  }

  private List<String> memory(Bench bench) throws Exception {
    return compare(
        "memory (by hand: ConcurrentHashMap)",
        () -> {
          var map = new java.util.concurrent.ConcurrentHashMap<>();
          entries.forEach(entry -> map.put(entry.key(), entry));
        },
        () -> writeChain(bench, "memory:?max-bytes=none"));
  }

  private List<String> etcd(Bench bench) throws Exception {
    try (Client client = bench.bareEtcd()) {
      return compare(
          "etcd",
          () -> HandWritten.writeEtcd(client, Bench.freshName(), entries),
          () -> writeChain(bench, bench.etcdUri(Bench.freshName())));
    }
  }

  private interface Schema {
    void create(Connection connection, String table) throws SQLException;
  }

  private List<String> sql(Bench bench, String name, Schema schema) throws Exception {
    try (Connection connection = bench.bareSql()) {
      return compare(
          name,
          () -> {
            String table = Bench.freshName();
            schema.create(connection, table);
            HandWritten.writeSql(connection, table, entries);
          },
          () -> writeChain(bench, bench.sqlUri(Bench.freshName())));
    }
  }

  private void writeChain(Bench bench, String uri) {
    try (ChainStore chain = ChainStore.builder().store("only", bench.open(uri)).build()) {
      for (List<Entry> chunk : Bench.chunks(entries, BATCH)) {
        chain.mergeAll(Batch.of(chunk));
      }
    }
  }

  /* By hand and chain take turns, round by round; round 0 warms up. */
  private static List<String> compare(String store, Job byHand, Job chain) throws Exception {
    List<Double> byHandRates = new ArrayList<>();
    List<Double> chainRates = new ArrayList<>();
    for (int round = 0; round <= ROUNDS; round++) {
      double one = rate(byHand);
      double other = rate(chain);
      if (round > 0) {
        byHandRates.add(one);
        chainRates.add(other);
      }
    }
    double best = median(byHandRates);
    double ours = median(chainRates);
    return List.of(
        store, "%,.0f".formatted(best), "%,.0f".formatted(ours), "%.2f".formatted(ours / best));
  }

  private static double rate(Job job) throws Exception {
    long start = System.nanoTime();
    job.run();
    return COUNT * 1e9 / (System.nanoTime() - start);
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(value -> value).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
