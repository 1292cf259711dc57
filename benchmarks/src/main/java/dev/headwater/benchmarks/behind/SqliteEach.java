package dev.headwater.benchmarks.behind;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A commit of SQLite for each write, one after another. It writes nothing behind: what the table
 * holds when it is opened again is its delivery.
 */
final class SqliteEach implements Contender {

  private final SqliteFile file;

  private SqliteEach(SqliteFile file) {
    this.file = file;
  }

  static SqliteEach open(Path directory, Sink sink) throws SQLException, IOException {
    SqliteFile file = SqliteFile.open(directory);
    sink.deliver(file.rows());
    return new SqliteEach(file);
  }

  @Override
  public void put(String key, byte[] value) throws SQLException {
    write(key, value);
  }

  @Override
  public void delete(String key) throws SQLException {
    write(key, null);
  }

  private synchronized void write(String key, byte @Nullable [] value) throws SQLException {
    file.write(key, value);
    file.commit();
  }

  @Override
  public synchronized void close() throws SQLException {
    file.close();
  }
}
