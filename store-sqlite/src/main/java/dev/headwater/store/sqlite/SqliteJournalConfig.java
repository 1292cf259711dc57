package dev.headwater.store.sqlite;

import dev.headwater.store.spi.StoreUri;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * Where a journal is kept.
 *
 * @param file the file, which may be that of a store; the first use makes it, its directory must be
 *     there
 * @param timeout the time that a call has, 100 ms to 10 minutes. A write that the disk has not
 *     taken by then ends the journal, so that this should be longer than a busy disk ever takes
 */
public record SqliteJournalConfig(Path file, Duration timeout) {

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
  private static final String TIMEOUT = "timeout";

  public SqliteJournalConfig {
    SqliteSettings.requireTimeout(timeout);
  }

  /** A journal in this file. */
  public static SqliteJournalConfig of(Path file) {
    return new SqliteJournalConfig(file, DEFAULT_TIMEOUT);
  }

  /**
   * The configuration that a URI such as {@code sqlite:/var/lib/app/outbox.db?timeout=30s} gives.
   *
   * @throws IllegalArgumentException if the URI is wrong, naming the part
   */
  public static SqliteJournalConfig of(StoreUri uri) {
    uri.requireParametersAmong(Set.of(TIMEOUT));
    return new SqliteJournalConfig(
        SqliteSettings.file(uri), uri.duration(TIMEOUT).orElse(DEFAULT_TIMEOUT));
  }

  public SqliteJournalConfig timeout(Duration newTimeout) {
    return new SqliteJournalConfig(file, newTimeout);
  }
}
