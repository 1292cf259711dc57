package dev.headwater.store.sqlite;

import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Backoff;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.background.Waits;
import dev.headwater.store.sqlite.SqliteConnection.Mode;
import dev.headwater.store.sqlite.SqliteStoreConfig.Access;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds a file, or makes one, and sets it up: is it ours, of our version, sound? Nothing is changed
 * before that is known.
 */
final class SqliteFile {

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final Backoff AGAIN = new Backoff(Duration.ofMillis(2), Duration.ofMillis(50));

  private final Path path;
  private final Subject subject;
  private final Deadline deadline;

  /** A file for the operation that the subject names, within its time. */
  SqliteFile(Path path, Subject subject, Deadline deadline) {
    this.path = path;
    this.subject = subject;
    this.deadline = deadline;
  }

  /**
   * What to open.
   *
   * @param checkBytes up to which size the file is checked as a whole
   */
  record Place(Path path, Access access, long checkBytes) {
    Place at(Path real) {
      return new Place(real, access, checkBytes);
    }
  }

  /**
   * The one path of the file, whatever links lead to it; it is made if it may be and is missing.
   */
  Path real(Access access) {
    try {
      requireDirectory();
      return switch (access) {
        case READ_WRITE -> createdForOwner(path).toRealPath();
        case READ_ONLY -> existing().toRealPath();
      };
    } catch (IOException e) {
      throw new StoreUnavailableException(
          subject, "'%s' can't be opened (%s)".formatted(path, e), e);
    }
  }

  private void requireDirectory() {
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      throw new StoreUnavailableException(
          subject,
          "the directory '%s' does not exist: create it, or correct the path".formatted(directory));
    }
    if (Files.isDirectory(path)) {
      throw rejected("'%s' is a directory: name a file in it".formatted(path));
    }
  }

  private Path existing() {
    if (!Files.exists(path)) {
      throw new StoreUnavailableException(
          subject, "'%s' does not exist: correct the path, or write it first".formatted(path));
    }
    return path;
  }

  /**
   * A file that is there or, if it was not, is made; then only for the owner's eyes, since values
   * may be secret. One at a time: closing a file ends all locks that this process has on it, and
   * another thread might have opened it to lock it.
   */
  static synchronized Path createdForOwner(Path path) throws IOException {
    if (Files.exists(path)) {
      return path;
    }
    try {
      return path.getFileSystem().supportedFileAttributeViews().contains("posix")
          ? Files.createFile(path, OWNER_ONLY)
          : Files.createFile(path);
    } catch (FileAlreadyExistsException e) {
      return path; // another process was faster; it is one file
    }
  }

  /** What a file turned out to be. */
  private enum Found {
    /** Nobody's yet. */
    EMPTY,
    /** Ours, and sound as far as it was checked. */
    OURS
  }

  /** Opens the file to write it, once it is set up and known to be sound. */
  Database openToWrite(long checkBytes) {
    return translated(
        () -> {
          Found found = check(checkBytes);
          FileIdentity identity = FileIdentity.of(path);
          SqliteConnection connection = SqliteConnection.open(path, Mode.WRITE, deadline);
          try {
            setUp(connection, found);
            return new Database(path, connection, identity.withCompanions(path));
          } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
          }
        });
  }

  /** Opens the file only to read it, once it is known to be sound. */
  Database openToRead(long checkBytes) {
    return translated(
        () -> {
          if (check(checkBytes) == Found.EMPTY) {
            throw new StoreUnavailableException(
                subject, "'%s' is empty: correct the path, or write it first".formatted(path));
          }
          return new Database(path);
        });
  }

  /**
   * Reads one moment of a file that is ours, and changes nothing.
   *
   * @throws StoreUnavailableException if there is no such file
   */
  <T> T look(Readers.Reading<T> reading) {
    existing();
    return translated(
        () -> {
          try (SqliteConnection connection = SqliteConnection.open(path, Mode.READ, deadline)) {
            connection.run(SqliteSchema.BEGIN_READ);
            requireOurs(connection);
            T result = reading.read(connection);
            connection.run(SqliteSchema.COMMIT);
            return result;
          }
        });
  }

  /** Something that SQLite may refuse. */
  private interface Attempt<T> {
    T run() throws SQLException;
  }

  private <T> T translated(Attempt<T> attempt) {
    try {
      return attempt.run();
    } catch (SQLException e) {
      throw SqliteErrors.exception(subject, path, e);
    }
  }

  /* Through a connection that can't change a file which may be somebody else's. */
  private Found check(long checkBytes) throws SQLException {
    try (SqliteConnection connection = SqliteConnection.open(path, Mode.LOOK, deadline)) {
      if (isNew(connection)) {
        return Found.EMPTY;
      }
      requireOurs(connection);
      new SoundnessCheck(path, subject, deadline).require(connection, checkBytes);
      return Found.OURS;
    }
  }

  /* Who fails in here closes the connection, and so ends the transaction. */
  private void setUp(SqliteConnection connection, Found found) throws SQLException {
    String mode = enterWal(connection);
    if (!mode.equals("wal")) {
      throw rejected(
          "'%s' can't have a write-ahead log (SQLite answers '%s'): put it on a local disk"
              .formatted(path, mode));
    }
    if (found == Found.EMPTY) {
      createIfNew(connection);
    }
    requireOurs(connection);
    connection.waitForLocks(0);
  }

  /*
   * Of those who do this to a new file at the same moment, SQLite refuses some at once, however long
   * they would wait, since none of them would give way.
   */
  private String enterWal(SqliteConnection connection) throws SQLException {
    for (int failures = 1; ; failures++) {
      try {
        return connection.enterWal();
      } catch (SQLException e) {
        if (SqliteErrors.verdict(e) != Verdict.LOCKED || !pause(failures)) {
          throw e;
        }
      }
    }
  }

  /* Whether there is time for another try. */
  private boolean pause(int failures) {
    Duration pause = AGAIN.after(failures, ThreadLocalRandom.current());
    if (deadline.left().compareTo(pause) <= 0) {
      return false;
    }
    try {
      return !Waits.blocking().await(new CompletableFuture<>(), pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void createIfNew(SqliteConnection connection) throws SQLException {
    connection.run(SqliteSchema.BEGIN_WRITE);
    if (isNew(connection)) {
      create(connection); // unless another process was faster
    }
    connection.run(SqliteSchema.COMMIT);
  }

  private static void create(SqliteConnection connection) throws SQLException {
    for (String statement : SqliteSchema.CREATE) {
      connection.execute(statement);
    }
    String incarnation = UUID.randomUUID().toString();
    connection.update(SqliteSchema.INSERT_META, meta -> meta.setString(1, incarnation));
    WriteSession.beginLife(connection, 0);
    connection.execute(SqliteSchema.MARK_AS_OURS);
    connection.execute(SqliteSchema.MARK_VERSION);
  }

  private static boolean isNew(SqliteConnection connection) throws SQLException {
    return connection.number(SqliteSchema.APPLICATION) == 0
        && connection.number(SqliteSchema.USER_VERSION) == 0
        && connection.number(SqliteSchema.TABLES) == 0;
  }

  private void requireOurs(SqliteConnection connection) throws SQLException {
    if (connection.number(SqliteSchema.APPLICATION) != SqliteSchema.APPLICATION_ID) {
      throw rejected(
          "'%s' is a SQLite file of another program; it was left untouched".formatted(path));
    }
    long version = connection.number(SqliteSchema.USER_VERSION);
    if (version != SqliteSchema.VERSION) {
      throw rejected(
          "'%s' has the layout %d, and this program knows %d: use the newer program; it was left untouched"
              .formatted(path, version, SqliteSchema.VERSION));
    }
  }

  private RejectedException rejected(String what) {
    return new RejectedException(subject, Reason.CONFIGURATION, what);
  }
}
