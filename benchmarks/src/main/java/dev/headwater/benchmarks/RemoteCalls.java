package dev.headwater.benchmarks;

import dev.headwater.store.Entry;
import dev.headwater.store.Stamp;
import dev.headwater.store.Write;
import io.etcd.jetcd.Client;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A hit in the second layer, and a single write, beside the bare client's call. */
final class RemoteCalls implements Measurement {

  private static final int KEYS = 3_000;
  private static final int ROUNDS = 3;

  private final List<Entry> entries = Bench.entries(KEYS, 1);
  private final AtomicLong lastHlc = new AtomicLong(Stamp.of(1_000, 0, 1).hlc());

  @Override
  public String id() {
    return "remote-calls";
  }

  @Override
  public String about() {
    return "a hit in the second layer and a single write, beside the bare client's call";
  }

  @Override
  public List<Table> run() throws Exception {
    try (Bench bench = new Bench()) {
      return List.of(
          new Table(
              "One call, one thread, 256-byte values, medians; %s".formatted(bench.servers()),
              List.of("call", "bare µs", "chain µs", "chain / bare", "bare p99", "chain p99"),
              List.of(etcdRead(bench), etcdWrite(bench), sqlRead(bench), sqlWrite(bench))));
    }
  }

  private interface EntryCall {
    void on(Entry entry) throws Exception;
  }

  private List<String> etcdRead(Bench bench) throws Exception {
    String prefix = Bench.freshName();
    try (EvictableChain chain = EvictableChain.filled(bench, bench.etcdUri(prefix), entries);
        Client client = bench.bareEtcd()) {
      return compare(
          "etcd: read",
          entry ->
              client
                  .getKVClient()
                  .get(HandWritten.etcdKey(prefix, entry))
                  .get(30, TimeUnit.SECONDS),
          chain,
          entry -> chain.chain.read(entry.key()));
    }
  }

  private List<String> etcdWrite(Bench bench) throws Exception {
    String bare = Bench.freshName();
    try (EvictableChain chain =
            EvictableChain.filled(bench, bench.etcdUri(Bench.freshName()), entries);
        Client client = bench.bareEtcd()) {
      return compare(
          "etcd: write",
          entry -> HandWritten.writeEtcdOne(client, bare, newer(entry)),
          chain,
          entry -> chain.chain.merge(Write.of(newer(entry))));
    }
  }

  private List<String> sqlRead(Bench bench) throws Exception {
    String table = Bench.freshName();
    try (EvictableChain chain = EvictableChain.filled(bench, bench.sqlUri(table), entries);
        Connection connection = bench.bareSql();
        PreparedStatement select = HandWritten.select(connection, table)) {
      return compare(
          "SQL: read", entry -> read(select, entry), chain, entry -> chain.chain.read(entry.key()));
    }
  }

  private static void read(PreparedStatement select, Entry entry) throws SQLException {
    select.setBytes(1, entry.key().utf8());
    try (ResultSet rows = select.executeQuery()) {
      if (!rows.next() || rows.getBytes("v").length != Bench.VALUE_BYTES) {
        throw new IllegalStateException("not found: " + entry.key());
      }
    }
  }

  private List<String> sqlWrite(Bench bench) throws Exception {
    String bare = Bench.freshName();
    try (EvictableChain chain =
            EvictableChain.filled(bench, bench.sqlUri(Bench.freshName()), entries);
        Connection connection = bench.bareSql()) {
      HandWritten.createTable(connection, bare);
      HandWritten.writeSql(connection, bare, entries);
      try (PreparedStatement upsert = HandWritten.upsert(connection, bare)) {
        return compare(
            "SQL: write",
            entry -> HandWritten.writeSqlOne(upsert, newer(entry)),
            chain,
            entry -> chain.chain.merge(Write.of(newer(entry))));
      }
    }
  }

  private Entry newer(Entry entry) {
    return Entry.of(entry.key(), new Stamp(lastHlc.incrementAndGet(), 1), entry.content());
  }

  /* Bare and chain take turns, call by call, so that noise meets both alike; round 0 warms up. */
  private List<String> compare(String call, EntryCall bare, EvictableChain chain, EntryCall chained)
      throws Exception {
    Samples bareTimes = new Samples(KEYS * ROUNDS);
    Samples chainTimes = new Samples(KEYS * ROUNDS);
    for (int round = 0; round <= ROUNDS; round++) {
      chain.evict(entries);
      Samples warmUp = new Samples(2 * KEYS);
      for (Entry entry : entries) {
        (round == 0 ? warmUp : bareTimes).time(() -> bare.on(entry));
        (round == 0 ? warmUp : chainTimes).time(() -> chained.on(entry));
      }
    }
    return List.of(
        call,
        "%.1f".formatted(bareTimes.medianMicros()),
        "%.1f".formatted(chainTimes.medianMicros()),
        "%.2f".formatted(chainTimes.medianMicros() / bareTimes.medianMicros()),
        "%.0f".formatted(bareTimes.percentileMicros(0.99)),
        "%.0f".formatted(chainTimes.percentileMicros(0.99)));
  }
}
