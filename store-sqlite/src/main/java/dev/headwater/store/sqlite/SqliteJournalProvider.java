package dev.headwater.store.sqlite;

import dev.headwater.store.journal.Journal;
import dev.headwater.store.journal.Journal.Saved;
import dev.headwater.store.journal.JournalProvider;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.StoreUri;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens journals with the URI scheme {@code sqlite}. */
public final class SqliteJournalProvider implements JournalProvider {

  @Override
  public List<String> schemes() {
    return List.of(SqliteSettings.SCHEME);
  }

  @Override
  public Journal open(StoreUri uri, StoreEnvironment environment) {
    return SqliteJournal.open(SqliteJournalConfig.of(uri));
  }

  @Override
  public Map<String, List<Saved>> peek(StoreUri uri, StoreEnvironment environment) {
    return SqliteJournal.peek(SqliteJournalConfig.of(uri));
  }

  @Override
  public Optional<String> owner(StoreUri uri, StoreEnvironment environment) {
    return SqliteJournal.owner(SqliteJournalConfig.of(uri));
  }
}
