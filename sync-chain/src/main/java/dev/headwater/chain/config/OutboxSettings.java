package dev.headwater.chain.config;

import dev.headwater.store.journal.Journals;
import dev.headwater.store.spi.StoreUri;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How much of what is owed a chain keeps, and where.
 *
 * @param file where it survives the process; in memory without it
 * @param maxEntries how many writes may wait
 * @param maxBytes how many bytes of keys and values may wait
 * @param waitWhenFull how long a write waits for room
 * @param flushOnClose how long closing waits for the layers
 * @param lines where this stands in the file
 */
public record OutboxSettings(
    Optional<StoreUri> file,
    Optional<Integer> maxEntries,
    Optional<Long> maxBytes,
    Optional<Duration> waitWhenFull,
    Optional<Duration> flushOnClose,
    Lines lines) {

  static final String FILE = "file";

  private static final List<String> KEYS =
      List.of(FILE, "max-entries", "max-bytes", "wait-when-full", "flush-on-close");
  private static final String EXPECTED = "a path such as \"outbox.db\", or \"sqlite:PATH\"";
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  /** What the chain's own defaults are. */
  static final OutboxSettings NONE =
      new OutboxSettings(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          new Lines(0, Map.of()));

  static OutboxSettings read(Section section, Path directory, Variables variables) {
    section.requireKeysAmong(KEYS);
    return new OutboxSettings(
        section.checked(FILE, EXPECTED, text -> uri(variables.expand(text), directory)),
        section.number("max-entries", 1, Integer.MAX_VALUE),
        section.bytes("max-bytes"),
        section.duration("wait-when-full", Duration.ZERO),
        section.duration("flush-on-close", Duration.ZERO),
        Lines.of(section));
  }

  OutboxSettings withoutFile() {
    return new OutboxSettings(
        Optional.empty(), maxEntries, maxBytes, waitWhenFull, flushOnClose, lines);
  }

  private static StoreUri uri(String text, Path directory) {
    StoreUri uri = StoreUri.parse(URI.matcher(text).matches() ? text : "sqlite:" + encoded(text));
    if (!Journals.schemes().contains(uri.scheme())) {
      throw new IllegalArgumentException(
          "no outbox can be kept in '%s:'; expected %s".formatted(uri.scheme(), EXPECTED));
    }
    return uri.in(directory);
  }

  /* A path may have what means something in a URI. */
  private static String encoded(String path) {
    return URLEncoder.encode(path, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
  }
}
