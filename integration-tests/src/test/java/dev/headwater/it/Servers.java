package dev.headwater.it;

import dev.headwater.servers.EtcdCluster;
import dev.headwater.servers.FaultProxy;
import dev.headwater.servers.SqlServer;
import dev.headwater.store.Store;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.Stores;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The servers that tests share: found or started at first use, ended with this process. Tests that
 * kill a server start one of their own.
 */
final class Servers {

  private static final AtomicInteger NAMES = new AtomicInteger();
  private static @Nullable EtcdCluster etcd;
  private static @Nullable SqlServer sql;

  private Servers() {}

  static synchronized EtcdCluster etcd() {
    if (etcd == null) {
      etcd = EtcdCluster.find();
    }
    return etcd;
  }

  static synchronized SqlServer sql() {
    if (sql == null) {
      sql = SqlServer.find();
    }
    return sql;
  }

  /** A name for a prefix, table or database that no other test uses. */
  static String freshName() {
    return "it" + ProcessHandle.current().pid() + "_" + NAMES.incrementAndGet();
  }

  static String etcdUri(String prefix) {
    return etcdUri(etcd(), prefix);
  }

  static String etcdUri(EtcdCluster cluster, String prefix) {
    return "etcd://%s/%s?timeout=3s".formatted(String.join(",", cluster.endpoints()), prefix);
  }

  static String sqlUri(String table) {
    String uri = sql().uri();
    return uri + (uri.contains("?") ? "&" : "?") + "timeout=3s&table=" + table;
  }

  /** The shared SQL server, reached through the proxy. */
  static String sqlUri(FaultProxy proxy, String table) {
    return sqlUri(table).replace(sql().host() + ":" + sql().port(), proxy.endpoint());
  }

  static Store open(String uri) {
    return open(uri, InstantSource.system());
  }

  static Store open(String uri, InstantSource time) {
    return Stores.open(uri, new StoreEnvironment(time, variables()));
  }

  private static Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>(System.getenv());
    if (sql != null && sql.password() != null) {
      variables.put("HEADWATER_SQL_PASSWORD", sql.password());
    }
    return variables;
  }
}
