package dev.headwater.store.sqlite;

import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.sqlite.SqliteConnection.Parameters;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether all pages of a file fit together, before it is used. Bounded twice: a file above a
 * size is not checked, and a check that takes half of the time of the operation that opens the file
 * is given up, so that a slow disk does not keep a sound file closed. Values are checked when they
 * are read, by their hashes.
 */
final class SoundnessCheck {

  private static final Logger LOG = LoggerFactory.getLogger(SoundnessCheck.class);

  private final Path path;
  private final Subject subject;
  private final Deadline deadline;

  SoundnessCheck(Path path, Subject subject, Deadline deadline) {
    this.path = path;
    this.subject = subject;
    this.deadline = deadline.halfway();
  }

  /**
   * Fails if damage is found.
   *
   * @param mostBytes up to which size the file is checked
   */
  void require(SqliteConnection connection, long mostBytes) throws SQLException {
    if (connection.number(SqliteSchema.BYTES) > mostBytes) {
      return;
    }
    Optional<String> found =
        connection.within(
            deadline,
            () ->
                connection.query(
                    SqliteSchema.CHECK,
                    Parameters.NONE,
                    rows -> rows.next() ? rows.getString(1) : ""));
    if (found.isEmpty()) {
      LOG.warn("'{}' was opened unchecked: its check took too long (timeout=, check-bytes=)", path);
    } else if (!found.get().equals("ok")) {
      throw new StoreUnavailableException(
          subject,
          "'%s' is damaged (%s): put back a backup, or move it away to begin anew"
              .formatted(path, first(found.get())));
    }
  }

  private static String first(String found) {
    return found
        .lines()
        .filter(line -> !line.startsWith("***")) // only says which database it is
        .findFirst()
        .orElse("");
  }
}
