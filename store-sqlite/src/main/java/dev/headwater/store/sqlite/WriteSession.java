package dev.headwater.store.sqlite;

import java.sql.SQLException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** The transaction of a group of writers, as each of them sees it. */
final class WriteSession {

  private static final long UNREAD = -1;

  private final SqliteConnection connection;
  private final boolean beginsLife;
  private long lastSeq = UNREAD;
  private boolean numbered;

  /**
   * A transaction that has begun.
   *
   * @param beginsLife whether the first number that it gives out begins a life of the file
   */
  WriteSession(SqliteConnection connection, boolean beginsLife) {
    this.connection = connection;
    this.beginsLife = beginsLife;
  }

  SqliteConnection connection() {
    return connection;
  }

  /** The next number of the file's commit order. */
  long nextSeq() throws SQLException {
    if (lastSeq == UNREAD) {
      lastSeq = connection.number(SqliteSchema.SEQ);
      if (beginsLife) {
        beginLife(connection, lastSeq);
      }
    }
    numbered = true;
    lastSeq++;
    return lastSeq;
  }

  /**
   * Notes that from this number on somebody else writes the file. A file that was put back from a
   * backup goes on with the numbers of its past, but in a life of its own, so that marks of the
   * future it lost are told apart.
   */
  static void beginLife(SqliteConnection connection, long seq) throws SQLException {
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    connection.update(
        SqliteSchema.BEGIN_LIFE,
        statement -> {
          statement.setLong(1, seq);
          statement.setString(2, id);
        });
    connection.run(SqliteSchema.FORGET_LIVES);
  }

  /** Keeps the last number that was given out, if one was; the last step before the commit. */
  void finish() throws SQLException {
    if (numbered) {
      connection.update(SqliteSchema.SET_SEQ, statement -> statement.setLong(1, lastSeq));
    }
  }

  /** Whether a number was given out, so that feeds have something to deliver. */
  boolean isNumbered() {
    return numbered;
  }

  /** The last number of the commit order, if this transaction gave one out. */
  long lastSeq() {
    return lastSeq;
  }
}
