package dev.headwater.chain;

import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.journal.Journal;
import dev.headwater.store.journal.Journal.Saved;
import dev.headwater.store.journal.JournalProvider;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.StoreUri;
import dev.headwater.testkit.ReferenceJournal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps journals in memory for the whole test run, under the scheme of those in files. */
public final class TestJournalProvider implements JournalProvider {

  private static final Map<Path, ReferenceJournal> JOURNALS = new ConcurrentHashMap<>();

  /** The paths of the journals that were ever opened. */
  static Set<Path> paths() {
    return Set.copyOf(JOURNALS.keySet());
  }

  @Override
  public List<String> schemes() {
    return List.of("sqlite");
  }

  @Override
  public Journal open(StoreUri uri, StoreEnvironment environment) {
    uri.requireParametersAmong(Set.of("timeout"));
    return JOURNALS.compute(
        uri.file(uri.path()),
        (path, journal) -> journal == null ? new ReferenceJournal() : journal.reopen());
  }

  @Override
  public Map<String, List<Saved>> peek(StoreUri uri, StoreEnvironment environment) {
    throw new StoreUnavailableException(
        new Subject(uri.toString(), "peek", null), "the journals of these tests have one owner");
  }

  @Override
  public Optional<String> owner(StoreUri uri, StoreEnvironment environment) {
    return Optional.empty();
  }
}
