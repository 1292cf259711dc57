package dev.headwater.store.sqlite;

import dev.headwater.store.spi.StoreUri;
import java.nio.file.Path;
import java.time.Duration;

/** What stores and journals have in common in their URIs, and the bounds of their settings. */
final class SqliteSettings {

  static final String SCHEME = "sqlite";

  /** Reading so much takes a fraction of a second, which the first operation can wait. */
  static final long DEFAULT_CHECK_BYTES = 64L * 1024 * 1024;

  private static final Duration MIN_TIMEOUT = Duration.ofMillis(100);
  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(10);

  private SqliteSettings() {}

  /** The file that a URI names. */
  static Path file(StoreUri uri) {
    if (!uri.hosts().isEmpty() || uri.user().isPresent()) {
      throw new IllegalArgumentException(
          "a sqlite: URI has no host: write sqlite:PATH, such as sqlite:/var/lib/app/data.db");
    }
    if (uri.path().isBlank()) {
      throw new IllegalArgumentException(
          "a sqlite: URI names a file: write sqlite:PATH, such as sqlite:/var/lib/app/data.db");
    }
    if (uri.path().indexOf('?') >= 0) {
      throw new IllegalArgumentException(
          "the path '%s' has a '?', which the SQLite driver can't open".formatted(uri.path()));
    }
    return uri.file(uri.path());
  }

  static void requireTimeout(Duration timeout) {
    if (timeout.compareTo(MIN_TIMEOUT) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException("timeout is %s; expected 100ms to 10m".formatted(timeout));
    }
  }
}
