package dev.headwater.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A real CockroachDB or PostgreSQL, found or started. Safe for use by several threads.
 *
 * <p>What was started here ends with {@link #close()} or with the JVM, and its data with it; a
 * server that was only found goes on running, and {@link #kill()} and {@link #restart()} throw
 * {@link UnsupportedOperationException}.
 */
public final class SqlServer implements AutoCloseable {
  private static final Pattern DATABASE = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final Pattern VERSION = Pattern.compile("(CockroachDB|PostgreSQL) \\D*(\\S+)");

  /** The two sorts of server that speak PostgreSQL's protocol here. */
  public enum Kind {
    COCKROACH(26257),
    POSTGRESQL(5432);

    private final int defaultPort;

    Kind(int defaultPort) {
      this.defaultPort = defaultPort;
    }

    int defaultPort() {
      return defaultPort;
    }
  }

  private final SqlNode node;
  private final SqlAddress address;
  private final String description;

  private SqlServer(SqlNode node) {
    this.node = node;
    this.address = node.address();
    this.description = version(select("select version()")) + " " + node.origin();
  }

  /**
   * Takes the first of: the URI in {@code HEADWATER_SQL}, the {@code cockroach} program on the
   * {@code PATH}, CockroachDB in a container, PostgreSQL from the programs that Maven Central has.
   *
   * @throws ServerNotFoundException if there is none of them
   * @throws ServerFailedException if the first that is there does not work
   */
  public static SqlServer find() {
    return recorded(SqlFinder.here().find());
  }

  static SqlServer recorded(SqlNode node) {
    try {
      SqlServer server = new SqlServer(node);
      UsedServers.record("sql", server.description);
      return server;
    } catch (RuntimeException | Error e) {
      node.close();
      throw e;
    }
  }

  public Kind kind() {
    return address.kind();
  }

  public String host() {
    return address.host();
  }

  public int port() {
    return address.port();
  }

  public String user() {
    return address.user();
  }

  /** The password of {@link #user()}, or null where the server asks for none. */
  public @Nullable String password() {
    return address.password();
  }

  /** The database that exists from the start. */
  public String database() {
    return address.database();
  }

  /** For the PostgreSQL driver, without user and password. */
  public String jdbcUrl() {
    return address.jdbcUrl();
  }

  /** The same for another database. */
  public String jdbcUrl(String database) {
    return address.withDatabase(checked(database)).jdbcUrl();
  }

  /**
   * {@code cockroach://user@host:port/database} or {@code postgresql://...}, without a password.
   */
  public String uri() {
    return address.uri();
  }

  /** The same for another database. */
  public String uri(String database) {
    return address.withDatabase(checked(database)).uri();
  }

  /** A connection of its own to that database; the caller closes it. */
  public Connection connect(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", address.user());
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("socketTimeout", "60");
    if (address.password() != null) {
      properties.setProperty("password", address.password());
    }
    return DriverManager.getConnection(address.withDatabase(database).jdbcUrl(), properties);
  }

  /**
   * Creates an empty database.
   *
   * @param database a lower case letter, then up to 62 of {@code [a-z0-9_]}
   */
  public void createDatabase(String database) {
    execute("create database " + checked(database));
  }

  /** Drops a database with everything in it, cutting the connections to it; no error if absent. */
  public void dropDatabase(String database) {
    String how = kind() == Kind.COCKROACH ? " cascade" : " with (force)";
    execute("drop database if exists " + checked(database) + how);
  }

  /** Cuts the connections of all clients; on CockroachDB each ends at its next statement. */
  public void cutConnections() {
    switch (kind()) {
      case POSTGRESQL ->
          execute(
              "select pg_terminate_backend(pid) from pg_stat_activity"
                  + " where pid <> pg_backend_pid() and backend_type = 'client backend'");
      case COCKROACH ->
          execute(
              "cancel sessions if exists (select session_id from [show cluster sessions]"
                  + " where session_id <> current_setting('session_id'))");
    }
  }

  /** Whether the server is a process of our own, which may be killed and restarted. */
  public boolean isLocal() {
    return node instanceof LocalPostgres || node instanceof LocalCockroach;
  }

  /** Ends the server without warning and returns when it is gone; committed data stay. */
  public void kill() {
    node.kill();
  }

  /** Starts the server again with its data and port, killing it first if it runs. */
  public void restart() {
    node.restart();
  }

  /** Such as "PostgreSQL 18.6 with the programs from Maven Central". */
  public String description() {
    return description;
  }

  private static String checked(String database) {
    Objects.requireNonNull(database, "database");
    if (!DATABASE.matcher(database).matches()) {
      throw new IllegalArgumentException(
          "A database name must match " + DATABASE + ", not \"" + database + "\"");
    }
    return database;
  }

  private static String version(String text) {
    Matcher matcher = VERSION.matcher(text);
    return matcher.find() ? matcher.group(1) + " " + matcher.group(2) : text;
  }

  private void execute(String sql) {
    try (Connection connection = connect(database());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  private String select(String sql) {
    try (Connection connection = connect(database());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  private ServerFailedException failed(String sql, SQLException e) {
    return new ServerFailedException(address.uri() + " failed at: " + sql, e);
  }

  @Override
  public void close() {
    node.close();
  }

  @Override
  public String toString() {
    return description;
  }
}
