package dev.headwater.testkit;

import dev.headwater.store.journal.Journal;

/** The environment of one test of a journal: a place where its records are, empty at first. */
public interface JournalFixture extends AutoCloseable {

  /** Takes hold of the journal at this fixture's place. The caller closes it. */
  Journal open();

  /** Removes the records. All journals have been closed before. */
  @Override
  void close();
}
