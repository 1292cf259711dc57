package dev.headwater.it;

import dev.headwater.github.emulator.GithubEmulator;
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
public final class Servers {

  private static final AtomicInteger NAMES = new AtomicInteger();
  private static @Nullable EtcdCluster etcd;
  private static @Nullable SqlServer sql;

  private Servers() {}

  public static synchronized EtcdCluster etcd() {
    if (etcd == null) {
      etcd = EtcdCluster.find();
    }
    return etcd;
  }

  public static synchronized SqlServer sql() {
    if (sql == null) {
      sql = SqlServer.find();
    }
    return sql;
  }

  /** A name for a prefix, table or database that no other test uses. */
  public static String freshName() {
    return "it" + ProcessHandle.current().pid() + "_" + NAMES.incrementAndGet();
  }

  public static String etcdUri(String prefix) {
    return etcdUri(etcd(), prefix);
  }

  public static String etcdUri(EtcdCluster cluster, String prefix) {
    return etcdUri(String.join(",", cluster.endpoints()), prefix);
  }

  /** An etcd at these endpoints, which may be a proxy's. */
  public static String etcdUri(String endpoints, String prefix) {
    return "etcd://%s/%s?timeout=3s".formatted(endpoints, prefix);
  }

  public static String sqlUri(String table) {
    return with(sql().uri(), "timeout=3s&table=" + table);
  }

  private static String with(String uri, String parameter) {
    return uri + (uri.contains("?") ? "&" : "?") + parameter;
  }

  /** The shared SQL server, reached through the proxy. */
  public static String sqlUri(FaultProxy proxy, String table) {
    return sqlUri(table).replace(sql().host() + ":" + sql().port(), proxy.endpoint());
  }

  /** A store in the emulator's repository that looks at it five times a second. */
  public static String githubUri(GithubEmulator github) {
    return "github://%s/%s?poll=200ms&commit-interval=1ms&timeout=10s"
        .formatted(github.endpoint().getAuthority(), github.repository());
  }

  public static Store open(String uri) {
    return open(uri, InstantSource.system());
  }

  public static Store open(String uri, InstantSource time) {
    return Stores.open(uri, new StoreEnvironment(time, variables()));
  }

  /**
   * The environment, with the password of the SQL server if it has one, and the token that
   * emulators of GitHub accept.
   */
  public static synchronized Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.put("HEADWATER_GITHUB_TOKEN", "ghp_emulator");
    if (sql != null && sql.password() != null) {
      variables.put("HEADWATER_SQL_PASSWORD", sql.password());
    }
    return variables;
  }
}
