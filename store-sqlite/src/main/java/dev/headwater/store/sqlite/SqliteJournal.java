package dev.headwater.store.sqlite;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.background.Ticker;
import dev.headwater.store.journal.Journal;
import dev.headwater.store.sqlite.SqliteStoreConfig.Access;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A journal in a table of a SQLite file, which may be that of a store as well; both then share
 * their transactions. The owner holds a lock on a file beside it, {@code FILE-owner}.
 *
 * <p>Concurrent writes share one transaction and one flush of the disk. A call that is interrupted
 * before its transaction has begun is not made; later it is made, and the thread stays interrupted.
 * {@code docs/layout/sqlite.md} describes the table.
 */
public final class SqliteJournal implements Journal {

  private final SqliteJournalConfig config;
  private final JournalOwner owner;
  private final Databases.Lease lease;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean uncertain; // a write may or may not have happened

  private SqliteJournal(SqliteJournalConfig config, JournalOwner owner, Databases.Lease lease) {
    this.config = config;
    this.owner = owner;
    this.lease = lease;
  }

  /**
   * Opens a journal and takes hold of it; the file is made if there is none.
   *
   * @throws StoreUnavailableException if it can't be opened, or is in use: at once, naming the
   *     process that has it
   * @throws dev.headwater.store.RejectedException if the file is another program's, or of a newer
   *     version of this one
   */
  public static SqliteJournal open(SqliteJournalConfig config) {
    Subject subject = new Subject(name(config.file()), "open", null);
    Deadline deadline = Deadline.in(config.timeout(), Ticker.system());
    Path real = new SqliteFile(config.file(), subject, deadline).real(Access.READ_WRITE);
    JournalOwner owner = JournalOwner.take(real, subject);
    try {
      SqliteFile.Place place =
          new SqliteFile.Place(real, Access.READ_WRITE, SqliteSettings.DEFAULT_CHECK_BYTES);
      return new SqliteJournal(config, owner, Databases.OF_PROCESS.open(place, subject, deadline));
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  /**
   * What a journal holds at this moment, by section, whoever owns it; for a look from outside.
   * Changes nothing, and needs no hold of it. Nothing if there is no such file.
   *
   * @throws StoreUnavailableException if it can't be read
   * @throws dev.headwater.store.RejectedException as {@link #open}
   */
  public static Map<String, List<Saved>> peek(SqliteJournalConfig config) {
    if (Files.notExists(config.file())) {
      return Map.of();
    }
    Subject subject = new Subject(name(config.file()), "peek", null);
    Deadline deadline = Deadline.in(config.timeout(), Ticker.system());
    return new SqliteFile(config.file(), subject, deadline)
        .look(connection -> JournalTable.readAll(connection, subject));
  }

  /**
   * Which process has a journal at this moment, such as {@code process 4711}.
   *
   * @throws StoreUnavailableException if that can't be found out
   */
  public static Optional<String> owner(SqliteJournalConfig config) {
    return Files.exists(config.file())
        ? JournalOwner.find(config.file(), new Subject(name(config.file()), "look", null))
        : Optional.empty();
  }

  @Override
  public String name() {
    return name(config.file());
  }

  private static String name(Path file) {
    return "journal(%s)".formatted(file);
  }

  @Override
  public List<Saved> read(String section) {
    requireOpen();
    Subject subject = subject("read");
    return lease
        .database()
        .readers()
        .read(subject, deadline(), connection -> JournalTable.read(connection, section, subject));
  }

  @Override
  public void write(List<Change> changes) {
    requireOpen();
    Subject subject = subject("write");
    requireCertain(subject);
    List<Change> all = List.copyOf(changes);
    if (all.isEmpty()) {
      return;
    }
    try {
      lease
          .database()
          .writer()
          .write(
              subject,
              deadline(),
              JournalTable.bytes(all),
              session -> JournalTable.write(session.connection(), all));
    } catch (OutcomeUnknownException e) {
      uncertain = true;
      throw e;
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      lease.close();
      owner.close();
    }
  }

  private Subject subject(String operation) {
    return new Subject(name(), operation, null);
  }

  private Deadline deadline() {
    return Deadline.in(config.timeout(), Ticker.system());
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("'%s' is closed".formatted(name()));
    }
  }

  private void requireCertain(Subject subject) {
    if (uncertain) {
      throw new StoreUnavailableException(
          subject,
          "an earlier write may or may not have happened, so no more are taken: close it, check the disk under '%s', open it again"
              .formatted(config.file()));
    }
  }
}
