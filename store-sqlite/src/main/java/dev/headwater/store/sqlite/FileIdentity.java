package dev.headwater.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Which file stands at a path, and which log and index beside it. Whoever deletes or replaces one
 * that is open takes it away from those who have it open, who would go on to write where nobody
 * ever reads, or without the locks that others see.
 */
final class FileIdentity {

  private static final String NO_KEYS = "no keys"; // of a file system that can't tell files apart

  private final Map<Path, Object> known;

  private FileIdentity(Map<Path, Object> known) {
    this.known = known;
  }

  /** The file that stands there now. */
  static FileIdentity of(Path file) throws SQLException {
    return new FileIdentity(Map.of(file, key(file)));
  }

  /** The same file with what stands beside it while it is open. */
  FileIdentity withCompanions(Path file) throws SQLException {
    Path log = companion(file, "-wal");
    Path index = companion(file, "-shm");
    return new FileIdentity(
        Map.of(file, Objects.requireNonNull(known.get(file)), log, key(log), index, key(index)));
  }

  /** The files that SQLite keeps beside a file while it is open. */
  static Path companion(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  /** Fails if another file stands anywhere now, or none. */
  void require() throws SQLException {
    for (Map.Entry<Path, Object> one : known.entrySet()) {
      if (!one.getValue().equals(key(one.getKey()))) {
        throw moved("another file stands at '%s' now".formatted(one.getKey()));
      }
    }
  }

  private static Object key(Path path) throws SQLException {
    try {
      @Nullable Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      return key == null ? NO_KEYS : key;
    } catch (IOException e) {
      throw moved(String.valueOf(e));
    }
  }

  /* The error that SQLite itself has for it, and raises only sometimes. */
  private static SQLException moved(String how) {
    return new SQLiteException(how, SQLiteErrorCode.SQLITE_READONLY_DBMOVED);
  }
}
