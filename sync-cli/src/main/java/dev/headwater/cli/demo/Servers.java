package dev.headwater.cli.demo;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.servers.EtcdCluster;
import dev.headwater.servers.SqlServer;
import dev.headwater.servers.TlsFiles;
import dev.headwater.store.spi.StoreEnvironment;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The servers of the demonstration, and a place of its own on each. Closing it removes that place,
 * and ends the servers that were started for it.
 */
final class Servers implements AutoCloseable {

  private final EtcdCluster etcd;
  private final SqlServer sql;
  private final StoreEnvironment environment;
  private final String name =
      "headwater_demo_%08x".formatted(RandomGenerator.getDefault().nextInt());

  private Servers(EtcdCluster etcd, SqlServer sql, StoreEnvironment environment) {
    this.etcd = etcd;
    this.sql = sql;
    this.environment = environment;
  }

  /**
   * Finds or starts them.
   *
   * @throws CommandException if an address in the environment is wrong
   */
  static Servers find(StoreEnvironment environment) {
    try {
      EtcdCluster etcd = EtcdCluster.find();
      return withSql(etcd, environment);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private static Servers withSql(EtcdCluster etcd, StoreEnvironment environment) {
    SqlServer sql = null;
    try {
      sql = SqlServer.find();
      Servers servers = new Servers(etcd, sql, environment);
      sql.createDatabase(servers.name);
      return servers;
    } catch (RuntimeException e) {
      if (sql != null) {
        sql.close();
      }
      etcd.close();
      throw e;
    }
  }

  EtcdCluster etcd() {
    return etcd;
  }

  SqlServer sql() {
    return sql;
  }

  StoreUris uris() {
    String user = etcd.user() == null ? "" : etcd.user() + "@";
    String hosts = String.join(",", etcd.endpoints());
    return StoreUris.of(
        "etcd://%s%s/%s?timeout=2s&%s".formatted(user, hosts, name, tls(etcd.tls())),
        sql.uri(name));
  }

  private static String tls(@Nullable TlsFiles files) {
    return files == null
        ? "tls=off"
        : "tls=on&ca=%s&cert=%s&key=%s"
            .formatted(files.authority(), files.clientCertificate(), files.clientKey());
  }

  /** The environment with the servers' passwords, for stores here and in other processes. */
  StoreEnvironment environment() {
    Map<String, String> variables = new HashMap<>(environment.variables());
    putIfKnown(variables, "HEADWATER_ETCD_PASSWORD", etcd.password());
    putIfKnown(variables, "HEADWATER_SQL_PASSWORD", sql.password());
    return new StoreEnvironment(environment.time(), variables);
  }

  private static void putIfKnown(
      Map<String, String> variables, String name, @Nullable String password) {
    if (password != null) {
      variables.put(name, password);
    }
  }

  @Override
  public void close() {
    boolean interrupted = Thread.interrupted(); // what is not ours is left clean even then
    try {
      if (!etcd.isLocal()) {
        EtcdPrefix.of(etcd.endpoints().get(0), name + "/").delete();
      }
      if (!sql.isLocal()) {
        sql.dropDatabase(name);
      }
    } finally {
      sql.close();
      etcd.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
