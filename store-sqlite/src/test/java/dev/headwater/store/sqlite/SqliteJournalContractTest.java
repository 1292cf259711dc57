package dev.headwater.store.sqlite;

import dev.headwater.store.journal.Journal;
import dev.headwater.testkit.JournalContract;
import dev.headwater.testkit.JournalFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalContractTest extends JournalContract {

  @TempDir private Path directory;

  @Override
  protected JournalFixture fixture() {
    return new JournalFixture() {
      @Override
      public Journal open() {
        return SqliteJournal.open(SqliteJournalConfig.of(directory.resolve("journal.db")));
      }

      @Override
      public void close() {} // the directory goes with the test
    };
  }
}
