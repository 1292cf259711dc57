package dev.headwater.store.sqlite;

import java.sql.SQLException;

/** The transaction of a group of writers, as each of them sees it. */
final class WriteSession {

  private static final long UNREAD = -1;

  private final SqliteConnection connection;
  private long lastSeq = UNREAD;
  private boolean numbered;

  WriteSession(SqliteConnection connection) {
    this.connection = connection;
  }

  SqliteConnection connection() {
    return connection;
  }

  /** The next number of the file's commit order. */
  long nextSeq() throws SQLException {
    if (lastSeq == UNREAD) {
      lastSeq = connection.number(SqliteSchema.SEQ);
    }
    numbered = true;
    lastSeq++;
    return lastSeq;
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
}
