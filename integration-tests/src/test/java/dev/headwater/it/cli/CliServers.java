package dev.headwater.it.cli;

import dev.headwater.servers.EtcdCluster;
import dev.headwater.servers.SqlServer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The servers of these tests, found or started at first use, ended with this process. */
final class CliServers {

  private static final AtomicInteger NAMES = new AtomicInteger();
  private static @Nullable EtcdCluster etcd;
  private static @Nullable SqlServer sql;

  private CliServers() {}

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

  /** The environment, with the password of the SQL server if it has one. */
  static synchronized Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>(System.getenv());
    if (sql != null && sql.password() != null) {
      variables.put("HEADWATER_SQL_PASSWORD", sql.password());
    }
    return variables;
  }

  /** A name that no other test uses. */
  static String freshName() {
    return "cli%d_%d".formatted(ProcessHandle.current().pid(), NAMES.incrementAndGet());
  }

  /** A place of its own in etcd. */
  static String freshEtcd() {
    return etcd(etcd().endpoints().get(0), freshName());
  }

  static String etcd(String endpoint, String prefix) {
    return "etcd://%s/%s?timeout=3s".formatted(endpoint, prefix);
  }

  /** A table of its own in SQL. */
  static String freshSql() {
    return with(sql().uri(), "table=" + freshName());
  }

  /** The URI with one more parameter. */
  static String with(String uri, String parameter) {
    return uri + (uri.contains("?") ? "&" : "?") + parameter;
  }
}
