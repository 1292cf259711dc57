package dev.headwater.store.cockroach;

import dev.headwater.store.background.Timer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection during one attempt of an operation: every statement passes here, is told how long it
 * may take, and moves the operation's {@link Phase}.
 */
final class Session {

  private static final Logger log = LoggerFactory.getLogger(Session.class);

  /** What is larger than a socket's buffer may block while it is sent, where no timeout reaches. */
  private static final int WATCHED_BYTES = 32 * 1024;

  /** Sets the parameters of a statement. */
  interface Parameters {
    void set(PreparedStatement statement) throws SQLException;
  }

  /** Makes something of rows. */
  interface Rows<T> {
    T read(ResultSet rows) throws SQLException;
  }

  private final Connection connection;
  private final CockroachSchema schema;
  private final Operation operation;
  private final Timer timer;
  private final Notices notices;
  private boolean inTransaction;

  Session(
      Connection connection,
      CockroachSchema schema,
      Operation operation,
      Timer timer,
      Notices notices) {
    this.connection = connection;
    this.schema = schema;
    this.operation = operation;
    this.timer = timer;
    this.notices = notices;
  }

  CockroachSchema schema() {
    return schema;
  }

  Operation operation() {
    return operation;
  }

  Connection connection() {
    return connection;
  }

  /** Asks something. */
  <T> T read(String sql, Parameters parameters, Rows<T> rows) throws SQLException {
    return query(sql, parameters, rows, Phase.READ, 0);
  }

  /** Writes, by itself or as a part of the transaction, and reads what comes back. */
  <T> T write(String sql, Parameters parameters, Rows<T> rows, long bytes) throws SQLException {
    return query(sql, parameters, rows, inTransaction ? Phase.READ : Phase.WRITE, bytes);
  }

  /** Begins a transaction; {@link #commit} or {@link #rollback} must follow. */
  void begin() throws SQLException {
    connection.setAutoCommit(false);
    inTransaction = true;
  }

  /** Commits the transaction. */
  void commit() throws SQLException {
    operation.enter(Phase.WRITE);
    limitTime();
    connection.commit();
    operation.enter(Phase.READ);
    end();
  }

  /**
   * Gives the transaction up, if it is not committed. If that fails, the connection is broken, and
   * the server gives it up by itself; the error that led here is the one to tell.
   */
  void rollback() {
    if (!inTransaction) {
      return;
    }
    try {
      connection.setNetworkTimeout(Runnable::run, (int) Math.max(1, leftMillis()));
      connection.rollback();
      end();
    } catch (SQLException e) {
      log.debug("A transaction could not be rolled back", e);
    }
  }

  private void end() throws SQLException {
    inTransaction = false;
    connection.setAutoCommit(true);
  }

  private <T> T query(String sql, Parameters parameters, Rows<T> rows, Phase phase, long bytes)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      parameters.set(statement);
      limitTime();
      operation.enter(phase);
      T result = execute(statement, rows, bytes);
      operation.enter(Phase.READ);
      notices.look(statement);
      return result;
    }
  }

  private <T> T execute(PreparedStatement statement, Rows<T> rows, long bytes) throws SQLException {
    if (bytes <= WATCHED_BYTES) {
      return execute(statement, rows);
    }
    Timer.Task watchdog = timer.schedule(Duration.ofMillis(leftMillis()), this::abort);
    try {
      return execute(statement, rows);
    } finally {
      watchdog.cancel();
    }
  }

  private static <T> T execute(PreparedStatement statement, Rows<T> rows) throws SQLException {
    try (ResultSet result = statement.executeQuery()) {
      return rows.read(result);
    }
  }

  private void limitTime() throws SQLException {
    long left = leftMillis();
    if (left <= 0) {
      throw new SQLTimeoutException("no time is left for the next statement", "57014");
    }
    connection.setNetworkTimeout(Runnable::run, (int) left);
  }

  private long leftMillis() {
    return operation.deadline().leftMillis();
  }

  private void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // it is broken already, which is what was wanted
    }
  }
}
