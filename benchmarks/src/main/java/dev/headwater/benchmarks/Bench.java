package dev.headwater.benchmarks;

import dev.headwater.servers.EtcdCluster;
import dev.headwater.servers.SqlServer;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.Stores;
import io.etcd.jetcd.Client;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** The servers of one measurement, their bare clients, and entries to write. */
final class Bench implements AutoCloseable {

  static final int VALUE_BYTES = 256;

  private static final AtomicInteger NAMES = new AtomicInteger();

  final EtcdCluster etcd = EtcdCluster.find();
  final SqlServer sql = SqlServer.find();

  /** A prefix or table that nothing else uses. */
  static String freshName() {
    return "bench" + ProcessHandle.current().pid() + "_" + NAMES.incrementAndGet();
  }

  String etcdUri(String prefix) {
    return "etcd://%s/%s?timeout=30s".formatted(String.join(",", etcd.endpoints()), prefix);
  }

  String sqlUri(String table) {
    String uri = sql.uri();
    return uri + (uri.contains("?") ? "&" : "?") + "timeout=30s&table=" + table;
  }

  Store open(String uri) {
    Map<String, String> variables = new HashMap<>(System.getenv());
    String password = sql.password();
    if (password != null) {
      variables.put("HEADWATER_SQL_PASSWORD", password);
    }
    return Stores.open(uri, new StoreEnvironment(java.time.InstantSource.system(), variables));
  }

  Client bareEtcd() {
    return Client.builder()
        .endpoints(etcd.endpoints().stream().map(e -> "http://" + e).toArray(String[]::new))
        .maxInboundMessageSize(64 << 20)
        .build();
  }

  Connection bareSql() throws SQLException {
    return DriverManager.getConnection(sql.jdbcUrl(), sql.user(), sql.password());
  }

  /** What was measured against. */
  String servers() {
    return etcd.description() + "; " + sql.description();
  }

  /** So many entries, all different, of one time. */
  static List<Entry> entries(int count, long millis) {
    return entries(0, count, millis);
  }

  /** The entries of the numbers from {@code from} to before {@code to}. */
  static List<Entry> entries(int from, int to, long millis) {
    Random random = new Random(from);
    List<Entry> entries = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      byte[] value = new byte[VALUE_BYTES];
      random.nextBytes(value);
      entries.add(
          Entry.of(
              key(i),
              Stamp.of(millis, i & 0xffff, 1),
              EncodedValue.owned(value, "bytes", EncodedValue.NEVER)));
    }
    return entries;
  }

  static Key key(int i) {
    return Key.of("user/%08d/profile".formatted(i));
  }

  static <T> List<List<T>> chunks(List<T> all, int size) {
    List<List<T>> chunks = new ArrayList<>();
    for (int i = 0; i < all.size(); i += size) {
      chunks.add(all.subList(i, Math.min(all.size(), i + size)));
    }
    return chunks;
  }

  @Override
  public void close() {
    etcd.close();
    sql.close();
  }
}
