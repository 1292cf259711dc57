package dev.headwater.store.cockroach;

import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * Finds out what the server is and makes the table if there is none. Processes that do so together
 * don't disturb each other: every step may be repeated, and the errors that they give each other
 * are tried again.
 *
 * <p>A table that is there is not touched, so that its users need no right to create one.
 */
final class Installation {

  private static final int FIRST_POSTGRESQL = 13; // transaction ids that never wrap around

  private final CockroachStoreConfig config;
  private final Connection connection;
  private final Operation operation;

  Installation(CockroachStoreConfig config, Connection connection, Operation operation) {
    this.config = config;
    this.connection = connection;
    this.operation = operation;
  }

  /** The table, ready for use. */
  CockroachSchema run() throws SQLException {
    Dialect dialect = dialect();
    CockroachSchema schema = new CockroachSchema(config.table(), dialect);
    if (!isInstalled()) {
      create(schema);
    }
    return schema;
  }

  private Dialect dialect() throws SQLException {
    Dialect dialect;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT version()")) {
      rows.next();
      dialect = Dialect.ofVersion(rows.getString(1));
    }
    if (config.isolation().isPresent() && !dialect.worksAt(config.isolation().get())) {
      throw rejected(
          Reason.CONFIGURATION,
          "%s needs isolation=serializable; leave the parameter out".formatted(dialect.title()));
    }
    int major = connection.getMetaData().getDatabaseMajorVersion();
    if (dialect == Dialect.POSTGRESQL && major < FIRST_POSTGRESQL) {
      throw rejected(
          Reason.UNSUPPORTED,
          "the server is PostgreSQL %d; %d or newer is needed".formatted(major, FIRST_POSTGRESQL));
    }
    return dialect;
  }

  private boolean isInstalled() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CockroachSchema.selectMeta())) {
      statement.setString(1, config.table());
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          return false;
        }
        requireKnown(rows.getLong(1));
        return true;
      }
    } catch (SQLException e) {
      if ("42P01".equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private void requireKnown(long version) {
    if (version != CockroachSchema.VERSION) {
      throw rejected(
          Reason.CONFIGURATION,
          "table '%s' has version %d, and this program knows %d; use a newer program"
              .formatted(config.table(), version, CockroachSchema.VERSION));
    }
  }

  /* The row that says the table is there is written last. */
  private void create(CockroachSchema schema) throws SQLException {
    for (String ddl : schema.creation()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(ddl);
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(CockroachSchema.insertMeta())) {
      statement.setString(1, config.table());
      statement.setLong(2, CockroachSchema.VERSION);
      statement.setString(3, UUID.randomUUID().toString().replace("-", ""));
      statement.executeUpdate();
    }
    if (!isInstalled()) {
      throw new SQLException("the table's row is gone again", "40001");
    }
  }

  private RejectedException rejected(Reason reason, String what) {
    return new RejectedException(operation.subject(), reason, what);
  }
}
