package dev.headwater.store.sqlite;

import dev.headwater.store.Key;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A file as another program sees it, through a connection of its own. */
final class RawFile implements AutoCloseable {

  private final Connection connection;

  private RawFile(Connection connection) {
    this.connection = connection;
  }

  static RawFile open(Path file) {
    try {
      RawFile raw = new RawFile(DriverManager.getConnection("jdbc:sqlite:" + file));
      raw.execute("PRAGMA busy_timeout = 10000");
      return raw;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The first column of the first row. */
  String ask(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "";
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The first column of all rows. */
  List<String> askAll(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        all.add(rows.getString(1));
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Puts a row that is no record in place of whatever the key holds. */
  void overwrite(Key key) {
    execute("UPDATE headwater_meta SET seq = seq + 1");
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO headwater_entry"
                + " VALUES (?, 1, 1, 0, 5, 'x', x'00', x'00', (SELECT seq FROM headwater_meta))")) {
      statement.setBytes(1, key.utf8());
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
