package dev.headwater.store.sqlite;

import dev.headwater.store.Key;
import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.background.Ticker;
import dev.headwater.store.sqlite.SqliteStoreConfig.Access;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The calls of one store on its file: each has a subject, for its errors, and a deadline. */
final class Calls {

  /** Something to read for an operation. */
  interface Reading<T> {
    T read(SqliteConnection connection, Subject subject) throws SQLException;
  }

  private final SqliteStoreConfig config;
  private final String name;
  private final Opening opening;
  private final Ticker ticker = Ticker.system();

  Calls(SqliteStoreConfig config, String name) {
    this.config = config;
    this.name = name;
    this.opening = new Opening(config);
  }

  Subject subject(String operation, @Nullable Key key) {
    return new Subject(name, operation, key);
  }

  /** The deadline of a call that begins now. */
  Deadline deadline() {
    return deadline(config.timeout());
  }

  Deadline deadline(Duration duration) {
    return Deadline.in(duration, ticker);
  }

  void requireOpen() {
    opening.requireOpen();
  }

  /** Reads with one statement. */
  <T> T read(Subject subject, Reading<T> reading) {
    Deadline deadline = deadline();
    return opening
        .database(subject, deadline)
        .readers()
        .read(subject, deadline, connection -> reading.read(connection, subject));
  }

  /** Reads one moment of the file. */
  <T> T snapshot(Subject subject, Reading<T> reading) {
    Deadline deadline = deadline();
    return opening
        .database(subject, deadline)
        .readers()
        .snapshot(subject, deadline, connection -> reading.read(connection, subject));
  }

  /**
   * Writes, and returns when it is on disk.
   *
   * @param bytes about how much is written
   */
  <T> T write(Subject subject, Deadline deadline, long bytes, WriteRequest.Work<T> work) {
    requireOpen();
    requireWritable(subject);
    return opening.database(subject, deadline).writer().write(subject, deadline, bytes, work);
  }

  /** Refuses to write where the store was opened for reading. */
  void requireWritable(Subject subject) {
    if (config.access() == Access.READ_ONLY) {
      throw new RejectedException(
          subject, Reason.UNSUPPORTED, "it was opened for reading only (mode=ro)");
    }
  }

  /** Waits until the file has come further than that. */
  void awaitChange(long seq, Deadline deadline, BooleanSupplier stop) throws InterruptedException {
    Subject subject = subject("feed", null);
    Changes changes = opening.database(subject, deadline()).changes();
    changes.await(
        seq,
        deadline,
        () -> stop.getAsBoolean() || opening.isClosed(),
        config.pollInterval(),
        () -> read(subject, (connection, unused) -> connection.number(SqliteSchema.SEQ)));
  }

  /** Makes all who wait for changes look around. */
  void wakeAll() {
    Database database = opening.ifOpen();
    if (database != null) {
      database.changes().wakeAll();
    }
  }

  void close() {
    opening.close();
  }
}
