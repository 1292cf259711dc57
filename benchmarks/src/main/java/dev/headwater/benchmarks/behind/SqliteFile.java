package dev.headwater.benchmarks.behind;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plain table in SQLite, as safe as it gets: WAL, {@code synchronous=FULL}. Not thread-safe. */
final class SqliteFile implements AutoCloseable {

  private final Connection connection;
  private final PreparedStatement upsert;
  private final PreparedStatement remove;

  private SqliteFile(Connection connection) throws SQLException {
    this.connection = connection;
    this.upsert =
        connection.prepareStatement(
            "INSERT INTO kv (k, v) VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET v = excluded.v");
    this.remove = connection.prepareStatement("DELETE FROM kv WHERE k = ?");
  }

  static SqliteFile open(Path directory) throws SQLException {
    Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("bare.sqlite"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS kv (k TEXT PRIMARY KEY, v BLOB NOT NULL) WITHOUT ROWID");
    }
    connection.setAutoCommit(false);
    return new SqliteFile(connection);
  }

  /** Puts the value, or deletes the key if there is none; not committed yet. */
  void write(String key, byte @Nullable [] value) throws SQLException {
    if (value == null) {
      remove.setString(1, key);
      remove.executeUpdate();
    } else {
      upsert.setString(1, key);
      upsert.setBytes(2, value);
      upsert.executeUpdate();
    }
  }

  void commit() throws SQLException {
    connection.commit();
  }

  List<Operation> rows() throws SQLException {
    List<Operation> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT k, v FROM kv")) {
      while (row.next()) {
        rows.add(Operation.put(row.getString(1), row.getBytes(2)));
      }
    }
    return rows;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
