package dev.headwater.store.sqlite;

import dev.headwater.store.sqlite.SqliteConnection.Parameters;
import java.sql.SQLException;

/**
 * Copies the write-ahead log into the file now and then, after a commit and its acknowledgements,
 * so that the log begins anew and stays short. SQLite could do it by itself, but would keep to
 * itself that the disk failed.
 */
final class Checkpoints {

  /** How long the log may become, about; 4 KiB each. */
  private static final long FRAMES = 16_000;

  private final SqliteConnection connection;
  private long next = FRAMES;

  Checkpoints(SqliteConnection connection) {
    this.connection = connection;
  }

  /** A transaction was committed. */
  void committed() throws SQLException {
    long frames = frames(SqliteSchema.LOG);
    if (frames < next - FRAMES) {
      next = FRAMES; // it has begun anew
    }
    if (frames >= next) {
      // Where a reader keeps the log from beginning anew, not every commit need try again.
      next = frames(SqliteSchema.CHECKPOINT) + FRAMES;
    }
  }

  private long frames(String sql) throws SQLException {
    return connection.query(sql, Parameters.NONE, rows -> rows.next() ? rows.getLong(2) : 0);
  }
}
