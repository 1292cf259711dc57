package dev.headwater.store.sqlite;

import dev.headwater.store.sqlite.SqliteConnection.Mode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One SQLite file as this process uses it, shared by all its stores and journals on that file: one
 * writer, some connections for reading. {@link Databases} opens and closes it.
 */
final class Database implements AutoCloseable {

  private static final int READERS = 4;

  private final Changes changes = new Changes();
  private final @Nullable GroupCommit writer;
  private final Readers readers;

  private Database(Path file, @Nullable SqliteConnection connection) {
    this.writer = connection == null ? null : GroupCommit.start(file, connection, changes::reached);
    this.readers = new Readers(file, connection == null ? Mode.LOOK : Mode.READ, READERS);
  }

  /** A file that is set up, with the connection for its writer. */
  static Database writable(Path file, SqliteConnection connection) {
    return new Database(file, connection);
  }

  /** A file that this process only reads. */
  static Database readOnly(Path file) {
    return new Database(file, null);
  }

  GroupCommit writer() {
    if (writer == null) {
      throw new IllegalStateException("the file was opened for reading only");
    }
    return writer;
  }

  Readers readers() {
    return readers;
  }

  Changes changes() {
    return changes;
  }

  /** Whether nothing can be written through it any more, so that it is of no use to newcomers. */
  boolean isBroken() {
    return writer != null && writer.isBroken();
  }

  @Override
  public void close() {
    readers.close();
    if (writer != null) {
      writer.close();
    }
  }
}
