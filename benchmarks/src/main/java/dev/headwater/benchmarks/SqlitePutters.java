package dev.headwater.benchmarks;

import dev.headwater.store.Entry;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import dev.headwater.store.journal.Journal;
import dev.headwater.store.journal.Journals;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.Stores;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Puts into SQLite files: by hand, through the store, into the journal. */
final class SqlitePutters {

  private SqlitePutters() {}

  static List<DurablePutter.Kind> kinds() {
    return List.of(
        new DurablePutter.Kind("SQLite by hand, a commit per put", ByHand::new),
        new DurablePutter.Kind("sqlite: store", ThroughStore::new),
        new DurablePutter.Kind("sqlite: journal", IntoJournal::new));
  }

  /** One connection that the threads take turns with, one prepared statement, WAL and FULL. */
  private static final class ByHand implements DurablePutter {
    private final Connection connection;
    private final PreparedStatement insert; // guarded by this

    ByHand(Path directory) throws SQLException {
      connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("hand.db"));
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = FULL");
        statement.execute("CREATE TABLE t (k BLOB PRIMARY KEY, v BLOB) WITHOUT ROWID");
      }
      insert = connection.prepareStatement("INSERT OR REPLACE INTO t VALUES (?, ?)");
    }

    @Override
    public void put(int number) throws SQLException {
      Entry entry = DurablePuts.entry(number);
      byte[] key = entry.key().utf8();
      byte[] value = DurablePuts.bytes(entry);
      synchronized (this) {
        insert.setBytes(1, key);
        insert.setBytes(2, value);
        insert.executeUpdate();
      }
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  private static final class ThroughStore implements DurablePutter {
    private final Store store;

    ThroughStore(Path directory) {
      store = Stores.open("sqlite:" + directory.resolve("store.db"), StoreEnvironment.system());
    }

    @Override
    public void put(int number) {
      store.merge(Write.of(DurablePuts.entry(number)));
    }

    @Override
    public void close() {
      store.close();
    }
  }

  private static final class IntoJournal implements DurablePutter {
    private final Journal journal;

    IntoJournal(Path directory) {
      journal =
          Journals.open("sqlite:" + directory.resolve("journal.db"), StoreEnvironment.system());
    }

    @Override
    public void put(int number) {
      Entry entry = DurablePuts.entry(number);
      journal.write(List.of(new Journal.Put("outbox", number, DurablePuts.bytes(entry))));
    }

    @Override
    public void close() {
      journal.close();
    }
  }
}
