package dev.headwater.cli.demo;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.servers.SqlServer;
import dev.headwater.store.spi.StoreEnvironment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The servers of the demonstration, and a place of its own on each. Closing it removes that place,
 * and ends the servers that were started for it.
 */
final class Servers implements AutoCloseable {

  private final DemoEtcd etcd;
  private final SqlServer sql;
  private final DemoGithub github;
  private final StoreEnvironment environment;
  private final String name;

  private Servers(
      DemoEtcd etcd, SqlServer sql, DemoGithub github, StoreEnvironment environment, String name) {
    this.etcd = etcd;
    this.sql = sql;
    this.github = github;
    this.environment = environment;
    this.name = name;
  }

  /**
   * Finds or starts them.
   *
   * @param github the repository on GitHub; empty for an emulator
   * @throws CommandException if an address is wrong
   */
  static Servers find(Optional<String> github, StoreEnvironment environment) {
    String name = "headwater_demo_%08x".formatted(RandomGenerator.getDefault().nextInt());
    Deque<Runnable> undo = new ArrayDeque<>();
    try {
      DemoGithub repository = DemoGithub.find(github, name, environment);
      undo.push(repository::close);
      DemoEtcd etcd = DemoEtcd.find();
      undo.push(etcd::close);
      SqlServer sql = SqlServer.find();
      undo.push(sql::close);
      sql.createDatabase(name);
      return new Servers(etcd, sql, repository, environment, name);
    } catch (IllegalArgumentException e) {
      undo.forEach(Runnable::run);
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      undo.forEach(Runnable::run);
      throw e;
    }
  }

  DemoEtcd etcd() {
    return etcd;
  }

  SqlServer sql() {
    return sql;
  }

  DemoGithub github() {
    return github;
  }

  StoreUris uris() {
    return StoreUris.of(etcd.uri(name), sql.uri(name));
  }

  /** The SQL store's URI with another address in the place of the server's. */
  String sqlUriAt(String address) {
    return sql.uri(name).replace(sql.host() + ":" + sql.port(), address);
  }

  /** The environment with the servers' secrets, for stores here and in other processes. */
  StoreEnvironment environment() {
    Map<String, String> variables = new HashMap<>(environment.variables());
    putIfKnown(variables, "HEADWATER_ETCD_PASSWORD", etcd.password());
    putIfKnown(variables, "HEADWATER_SQL_PASSWORD", sql.password());
    return github.with(new StoreEnvironment(environment.time(), variables));
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
      github.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
