package dev.headwater.cli.demo;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.servers.SqlServer;
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

  private final DemoEtcd etcd;
  private final SqlServer sql;
  private final StoreEnvironment environment;
  private final String name =
      "headwater_demo_%08x".formatted(RandomGenerator.getDefault().nextInt());

  private Servers(DemoEtcd etcd, SqlServer sql, StoreEnvironment environment) {
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
      DemoEtcd etcd = DemoEtcd.find();
      return withSql(etcd, environment);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private static Servers withSql(DemoEtcd etcd, StoreEnvironment environment) {
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

  DemoEtcd etcd() {
    return etcd;
  }

  SqlServer sql() {
    return sql;
  }

  StoreUris uris() {
    return StoreUris.of(etcd.uri(name), sql.uri(name));
  }

  /** The SQL store's URI with another address in the place of the server's. */
  String sqlUriAt(String address) {
    return sql.uri(name).replace(sql.host() + ":" + sql.port(), address);
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
      etcd.clean(name);
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
