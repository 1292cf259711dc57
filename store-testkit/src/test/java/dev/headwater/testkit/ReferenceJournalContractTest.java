package dev.headwater.testkit;

import dev.headwater.store.journal.Journal;
import org.jspecify.annotations.Nullable;

class ReferenceJournalContractTest extends JournalContract {
  @Override
  protected JournalFixture fixture() {
    return new JournalFixture() {
      private @Nullable ReferenceJournal last;

      @Override
      public Journal open() {
        ReferenceJournal journal = last == null ? new ReferenceJournal() : last.reopen();
        last = journal;
        return journal;
      }

      @Override
      public void close() {}
    };
  }
}
