package dev.headwater.store.sqlite;

import dev.headwater.store.background.Deadline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * A connection to the file, whose statements are prepared once. Used by one thread at a time.
 * Transactions are begun and ended by statements, not through JDBC.
 */
final class SqliteConnection implements AutoCloseable {

  /** What a connection may do. */
  enum Mode {
    /** Reads and writes; the writer's. */
    WRITE,
    /** Only reads, but may do what reading a shared file needs. */
    READ,
    /** Changes nothing at all; for a look at a file that may be somebody else's. */
    LOOK
  }

  /** Sets the parameters of a statement. */
  interface Parameters {
    Parameters NONE = statement -> {};

    void set(PreparedStatement statement) throws SQLException;
  }

  /** Makes something of rows. */
  interface Rows<T> {
    T read(ResultSet rows) throws SQLException;
  }

  private static final int CACHE_KIBIBYTES = 16 * 1024;

  /** What of the write-ahead log is kept for reuse; more than it usually has. */
  private static final int WAL_LIMIT_BYTES = 128 * 1024 * 1024;

  /** How many steps of SQLite lie between two looks at the clock; some are pages to read. */
  private static final int STEPS_BETWEEN_LOOKS = 100;

  private final JDBC4Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  private SqliteConnection(JDBC4Connection connection) {
    this.connection = connection;
  }

  /** A connection, which waits for locks until the deadline. */
  static SqliteConnection open(Path file, Mode mode, Deadline deadline) throws SQLException {
    SQLiteConfig config = config(mode, deadline.leftMillis());
    try {
      return open(file.toString(), config);
    } catch (SQLException e) {
      if (mode != Mode.LOOK || !isWriteProtected(file)) {
        throw e;
      }
      config.setOpenMode(SQLiteOpenMode.OPEN_URI);
      return open(file.toUri() + "?immutable=1", config);
    }
  }

  private static SqliteConnection open(String file, SQLiteConfig config) throws SQLException {
    SqliteConnection opened =
        new SqliteConnection(
            new JDBC4Connection("jdbc:sqlite:" + file, file, config.toProperties()));
    try {
      opened.number(SqliteSchema.APPLICATION); // only now SQLite looks into the file
      return opened;
    } catch (SQLException e) {
      opened.close();
      throw e;
    }
  }

  /*
   * Where even the files that readers share can't be made, SQLite has to be told that nobody
   * writes. That is true if nothing waits in a log: whoever wrote has closed the file.
   */
  private static boolean isWriteProtected(Path file) {
    return !Files.isWritable(file.toAbsolutePath().getParent())
        && !Files.exists(FileIdentity.companion(file, "-wal"));
  }

  private static SQLiteConfig config(Mode mode, int waitMillis) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(waitMillis);
    config.setTempStore(TempStore.MEMORY);
    config.setCacheSize(-CACHE_KIBIBYTES);
    switch (mode) {
      case WRITE -> {
        config.resetOpenMode(SQLiteOpenMode.CREATE); // the file is there, or we say so
        config.setSynchronous(SynchronousMode.FULL);
        config.enableFullSync(true); // on macOS, FULL alone does not reach the disk
        config.setWalAutocheckpoint(0); // the writer does it, and sees whether it fails
        config.setJournalSizeLimit(WAL_LIMIT_BYTES);
      }
      case READ -> config.resetOpenMode(SQLiteOpenMode.CREATE);
      case LOOK -> config.setReadOnly(true);
    }
    return config;
  }

  /** Makes the file one with a write-ahead log; returns the mode that it now has. */
  String enterWal() throws SQLException {
    return query(
        "PRAGMA journal_mode = WAL", Parameters.NONE, rows -> rows.next() ? rows.getString(1) : "");
  }

  /** How long a statement may wait for a lock, in SQLite itself. */
  void waitForLocks(int millis) throws SQLException {
    connection.setBusyTimeout(millis);
  }

  /** Asks something. */
  <T> T query(String sql, Parameters parameters, Rows<T> rows) throws SQLException {
    return with(
        sql,
        statement -> {
          parameters.set(statement);
          try (ResultSet result = statement.executeQuery()) {
            return rows.read(result);
          }
        });
  }

  /** The number that a statement without parameters answers. */
  long number(String sql) throws SQLException {
    return query(sql, Parameters.NONE, rows -> rows.next() ? rows.getLong(1) : 0);
  }

  /** Changes something; returns how many rows. */
  int update(String sql, Parameters parameters) throws SQLException {
    return with(
        sql,
        statement -> {
          parameters.set(statement);
          return statement.executeUpdate();
        });
  }

  /** Does something that has no parameters and no answer, prepared for the next time. */
  void run(String sql) throws SQLException {
    update(sql, Parameters.NONE);
  }

  /** Something to do on this connection. */
  interface Doing<T> {
    T run() throws SQLException;
  }

  /** Does something, or gives it up when the time is up: then there is no answer. */
  <T> Optional<T> within(Deadline deadline, Doing<T> doing) throws SQLException {
    ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, stopAt(deadline));
    try {
      return Optional.of(doing.run());
    } catch (SQLException e) {
      if (SqliteErrors.isInterrupt(e)) {
        return Optional.empty();
      }
      throw e;
    } finally {
      ProgressHandler.clearHandler(connection);
    }
  }

  private static ProgressHandler stopAt(Deadline deadline) {
    return new ProgressHandler() {
      @Override
      protected int progress() {
        return deadline.isPast() ? 1 : 0;
      }
    };
  }

  /** Uses a prepared statement. */
  private interface Use<T> {
    T with(PreparedStatement statement) throws SQLException;
  }

  /* The driver ends a statement at most of its errors: what failed is prepared anew. */
  private <T> T with(String sql, Use<T> use) throws SQLException {
    PreparedStatement statement = prepared(sql);
    try {
      return use.with(statement);
    } catch (SQLException e) {
      statements.remove(sql);
      close(statement);
      throw e;
    }
  }

  /** Does something once. */
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private PreparedStatement prepared(String sql) throws SQLException {
    PreparedStatement known = statements.get(sql);
    if (known != null) {
      return known;
    }
    PreparedStatement statement = connection.prepareStatement(sql);
    statements.put(sql, statement);
    return statement;
  }

  @Override
  public void close() {
    close(connection);
  }

  private static void close(AutoCloseable used) {
    try {
      used.close();
    } catch (Exception e) {
      // Nothing depends on it: what was committed is on disk.
    }
  }
}
