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
  private final @Nullable GroupCommit writer; // null if this process only reads
  private final Readers readers;

  /** A file that this process only reads. */
  Database(Path file) {
    this.writer = null;
    this.readers = new Readers(file, Mode.LOOK, READERS);
  }

  /** A file that is set up, with the connection for its writer. */
  Database(Path file, SqliteConnection connection, FileIdentity identity) {
    this.writer = GroupCommit.start(file, connection, identity, changes::reached);
    this.readers = new Readers(file, Mode.READ, READERS);
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
