package dev.headwater.store.cockroach;

import dev.headwater.servers.SqlServer;
import dev.headwater.store.Key;
import dev.headwater.store.spi.StoreUri;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A table of its own on the shared server, for one test. */
final class SqlTable implements AutoCloseable {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final SqlServer server = SqlServers.shared();
  private final String database;
  private final String name = "t" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();

  /** A table in the server's usual database. */
  SqlTable() {
    this.database = server.database();
  }

  private SqlTable(String database) {
    this.database = database;
  }

  /** A table in a database of its own, which has nothing at all. */
  static SqlTable inNewDatabase() {
    String database =
        "headwater_test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
    SqlServers.shared().createDatabase(database);
    return new SqlTable(database);
  }

  String name() {
    return name;
  }

  SqlServer server() {
    return server;
  }

  Dialect dialect() {
    return server.kind() == SqlServer.Kind.COCKROACH ? Dialect.COCKROACH : Dialect.POSTGRESQL;
  }

  String feedColumn() {
    return new CockroachSchema(name, dialect()).feedColumn();
  }

  /** The configuration of a store on the table, with these parameters more, as in a URI. */
  CockroachStoreConfig config(String... parameters) {
    return configAt(server.host(), server.port(), parameters);
  }

  /** The same through another port, such as that of a proxy. */
  CockroachStoreConfig configAt(String host, int port, String... parameters) {
    String scheme = server.kind() == SqlServer.Kind.COCKROACH ? "cockroach" : "postgresql";
    String uri =
        "%s://%s@%s:%d/%s?table=%s".formatted(scheme, server.user(), host, port, database, name);
    String more = parameters.length == 0 ? "" : "&" + String.join("&", parameters);
    return CockroachStoreConfig.of(StoreUri.parse(uri + more), variables());
  }

  private Map<String, String> variables() {
    String password = server.password();
    return password == null ? Map.of() : Map.of(CockroachStoreConfig.PASSWORD_VARIABLE, password);
  }

  /** A connection of the test's own. */
  Connection connect() throws SQLException {
    return server.connect(database);
  }

  /** Runs a statement in which {@code $t} is the table; returns the number of rows. */
  int execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(filled(sql));
      return statement.getUpdateCount();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The first column of the first row. */
  String select(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(filled(sql))) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private String filled(String sql) {
    return sql.replace("$t", '"' + name + '"');
  }

  /** Writes garbage to the row of the key, or makes such a row. */
  void corrupt(Key key) {
    String insert =
        """
        INSERT INTO "%s" (k, hlc, origin, tombstone, expires_at, encoding, v, hash, %s)
        VALUES (?, 1, 1, false, 9223372036854775807, 'bytes', ?, ?, '3')
        ON CONFLICT (k) DO UPDATE SET v = excluded.v"""
            .formatted(name, feedColumn());
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(insert)) {
      statement.setBytes(1, key.utf8());
      statement.setBytes(2, new byte[] {1, 2, 3});
      statement.setBytes(3, new byte[32]);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (!database.equals(server.database())) {
      server.dropDatabase(database);
      return;
    }
    execute("DROP TABLE IF EXISTS $t");
    execute("DELETE FROM %s WHERE table_name = '%s'".formatted(CockroachSchema.META_TABLE, name));
  }
}
