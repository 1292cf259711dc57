package dev.headwater.store.sqlite;

import java.nio.file.Path;

/**
 * One SQLite file as this process uses it, shared by all its stores and journals on that file: one
 * writer, some connections for reading. {@link Databases} opens and closes it.
 */
final class Database implements AutoCloseable {

  private static final int READERS = 4;

  private final Path file;
  private final GroupCommit writer;
  private final Readers readers;

  /** A file that is set up, with the connection for its writer. */
  Database(Path file, SqliteConnection connection) {
    this.file = file;
    this.writer = new GroupCommit(file, connection, () -> {});
    this.readers = new Readers(file, READERS);
    writer.start();
  }

  Path file() {
    return file;
  }

  GroupCommit writer() {
    return writer;
  }

  Readers readers() {
    return readers;
  }

  /** Whether nothing can be written through it any more. */
  boolean isBroken() {
    return writer.broken() != null;
  }

  @Override
  public void close() {
    readers.close();
    writer.close();
  }
}
