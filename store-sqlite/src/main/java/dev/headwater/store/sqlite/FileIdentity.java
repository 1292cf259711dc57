package dev.headwater.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Which file stands at a path. Whoever deletes or replaces a file that is open takes it away from
 * those who have it open, who would go on to write where nobody ever reads.
 */
final class FileIdentity {

  private final Path path;
  private final @Nullable Object known; // null where the file system can't tell

  private FileIdentity(Path path, @Nullable Object known) {
    this.path = path;
    this.known = known;
  }

  /** The file that stands there now. */
  static FileIdentity of(Path path) throws SQLException {
    return new FileIdentity(path, key(path));
  }

  /** Fails if another file stands there now, or none. */
  void require() throws SQLException {
    if (known != null && !known.equals(key(path))) {
      throw moved("another file stands there now");
    }
  }

  private static @Nullable Object key(Path path) throws SQLException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      throw moved(String.valueOf(e));
    }
  }

  /* The error that SQLite itself has for it, and raises only sometimes. */
  private static SQLException moved(String how) {
    return new SQLiteException(how, SQLiteErrorCode.SQLITE_READONLY_DBMOVED);
  }
}
