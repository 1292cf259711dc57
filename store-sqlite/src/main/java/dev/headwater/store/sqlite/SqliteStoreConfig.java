package dev.headwater.store.sqlite;

import dev.headwater.store.spi.StoreUri;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * Where a store's file is and how it is used.
 *
 * @param file the file; the first use makes it, readable for its owner alone, in a directory that
 *     must be there
 * @param access whether the store writes
 * @param timeout the time that an operation has, 100 ms to 10 minutes
 * @param maxValueBytes the longest value, at most {@value #LARGEST_VALUE_BYTES}
 * @param pollInterval how often a waiting feed looks for what other processes wrote
 * @param checkBytes a file up to this size is checked as a whole when it is opened
 */
public record SqliteStoreConfig(
    Path file,
    Access access,
    Duration timeout,
    long maxValueBytes,
    Duration pollInterval,
    long checkBytes) {

  /** The most that {@link #maxValueBytes} may be; SQLite's own limit is not far above. */
  public static final long LARGEST_VALUE_BYTES = 512L * 1024 * 1024;

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
  private static final long DEFAULT_VALUE_BYTES = 16L * 1024 * 1024;
  private static final Duration DEFAULT_POLL = Duration.ofMillis(10);

  private static final String MODE = "mode";
  private static final String TIMEOUT = "timeout";
  private static final String MAX_VALUE_BYTES = "max-value-bytes";
  private static final String POLL = "poll";
  private static final String CHECK_BYTES = "check-bytes";

  /** Whether a store writes. */
  public enum Access {
    READ_WRITE,
    /** Reads only, from a file that must be there and may be write-protected. */
    READ_ONLY
  }

  public SqliteStoreConfig {
    SqliteSettings.requireTimeout(timeout);
    require(
        maxValueBytes >= 0 && maxValueBytes <= LARGEST_VALUE_BYTES,
        "%s is %d; 0 to %d are allowed"
            .formatted(MAX_VALUE_BYTES, maxValueBytes, LARGEST_VALUE_BYTES));
    require(!pollInterval.isNegative() && !pollInterval.isZero(), "poll is not positive");
    require(checkBytes >= 0, CHECK_BYTES + " is negative: " + checkBytes);
  }

  /** A store in this file. */
  public static SqliteStoreConfig of(Path file) {
    return new SqliteStoreConfig(
        file,
        Access.READ_WRITE,
        DEFAULT_TIMEOUT,
        DEFAULT_VALUE_BYTES,
        DEFAULT_POLL,
        SqliteSettings.DEFAULT_CHECK_BYTES);
  }

  /**
   * The configuration that a URI such as {@code sqlite:/var/lib/app/data.db?timeout=2s} gives.
   *
   * @throws IllegalArgumentException if the URI is wrong, naming the part
   */
  public static SqliteStoreConfig of(StoreUri uri) {
    uri.requireParametersAmong(Set.of(MODE, TIMEOUT, MAX_VALUE_BYTES, POLL, CHECK_BYTES));
    SqliteStoreConfig usual = of(SqliteSettings.file(uri));
    return new SqliteStoreConfig(
        usual.file,
        uri.word(MODE, Set.of("ro", "rw")).orElse("rw").equals("ro")
            ? Access.READ_ONLY
            : Access.READ_WRITE,
        uri.duration(TIMEOUT).orElse(usual.timeout),
        uri.number(MAX_VALUE_BYTES, 0, LARGEST_VALUE_BYTES).orElse(usual.maxValueBytes),
        uri.duration(POLL).orElse(usual.pollInterval),
        uri.number(CHECK_BYTES, 0, Long.MAX_VALUE).orElse(usual.checkBytes));
  }

  /** The same file, for reading only. */
  public SqliteStoreConfig readOnly() {
    return new SqliteStoreConfig(
        file, Access.READ_ONLY, timeout, maxValueBytes, pollInterval, checkBytes);
  }

  public SqliteStoreConfig timeout(Duration newTimeout) {
    return new SqliteStoreConfig(file, access, newTimeout, maxValueBytes, pollInterval, checkBytes);
  }

  public SqliteStoreConfig maxValueBytes(long newMaxValueBytes) {
    return new SqliteStoreConfig(file, access, timeout, newMaxValueBytes, pollInterval, checkBytes);
  }

  public SqliteStoreConfig pollInterval(Duration newPollInterval) {
    return new SqliteStoreConfig(file, access, timeout, maxValueBytes, newPollInterval, checkBytes);
  }

  public SqliteStoreConfig checkBytes(long newCheckBytes) {
    return new SqliteStoreConfig(file, access, timeout, maxValueBytes, pollInterval, newCheckBytes);
  }

  /** What is opened. */
  SqliteFile.Place place() {
    return new SqliteFile.Place(file, access, checkBytes);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(what);
    }
  }
}
