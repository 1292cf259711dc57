package dev.headwater.chain.config;

import dev.headwater.filter.KeyFilter;
import dev.headwater.store.spi.StoreProvider;
import dev.headwater.store.spi.StoreUri;
import dev.headwater.store.spi.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One layer.
 *
 * @param name what errors and receipts call it
 * @param store where its entries are
 * @param role {@code cache} or {@code store}
 * @param write {@code through}, {@code behind} or {@code read-only}
 * @param deadline how long one call may take
 * @param softDeadline how long a reader waits for it where something else can answer
 * @param failuresToOpen after how many failed calls in a row it is left alone for a while
 * @param filter which keys are its business
 * @param lines where this stands in the file
 */
public record LayerSettings(
    String name,
    StoreUri store,
    String role,
    String write,
    Optional<Duration> deadline,
    Optional<Duration> softDeadline,
    Optional<Integer> failuresToOpen,
    KeyFilter filter,
    Lines lines) {

  static final String STORE = "store";
  static final String BEHIND = "behind";
  static final String READ_ONLY = "read-only";
  static final List<String> ROLES = List.of("cache", STORE);
  static final List<String> WRITES = List.of("through", BEHIND, READ_ONLY);

  private static final List<String> KEYS =
      List.of(
          "name",
          "store",
          "role",
          "write",
          "deadline",
          "soft-deadline",
          "failures-to-open",
          "filter");
  private static final String A_NAME = "a name in quotes, such as \"etcd\"";
  private static final String A_STORE =
      "a store's URI in quotes, such as \"etcd://localhost:2379/app\"";
  private static final String A_FILTER = "{ include = [\"docs/**\"], exclude = [\"**/secret\"] }";
  private static final String PATTERNS = "a list of patterns in quotes, such as [\"docs/**\"]";

  boolean isStore() {
    return role.equals(STORE);
  }

  /** Whether the chain writes to it. */
  public boolean isWritten() {
    return !write.equals(READ_ONLY);
  }

  /** This layer, never written. */
  LayerSettings readOnly() {
    return new LayerSettings(
        name, store, role, READ_ONLY, deadline, softDeadline, failuresToOpen, filter, lines);
  }

  /** The layer, if nothing that it needs is missing or wrong. */
  static Optional<LayerSettings> read(Section untitled, Path directory, Variables variables) {
    Optional<String> name = untitled.required(untitled.text("name", A_NAME), "name", A_NAME);
    Section section = name.map("layer '%s'"::formatted).map(untitled::titled).orElse(untitled);
    section.requireKeysAmong(KEYS);
    Optional<StoreUri> store =
        section.checked("store", A_STORE, text -> uri(variables.expand(text), directory));
    section.required(store, "store", A_STORE);
    Optional<String> role =
        section.required(section.word("role", ROLES), "role", Section.choice(ROLES));
    String write = section.word("write", WRITES).orElse(WRITES.get(0));
    Optional<Duration> deadline = section.duration("deadline", Duration.ofMillis(1));
    Optional<Duration> softDeadline = section.duration("soft-deadline", Duration.ofMillis(1));
    Optional<Integer> failures = section.number("failures-to-open", 1, Integer.MAX_VALUE);
    KeyFilter filter = filter(section);
    if (name.isEmpty() || store.isEmpty() || role.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new LayerSettings(
            name.get(),
            store.get(),
            role.get(),
            write,
            deadline,
            softDeadline,
            failures,
            filter,
            Lines.of(section)));
  }

  private static StoreUri uri(String text, Path directory) {
    StoreUri uri = StoreUri.parse(text);
    if (uri.scheme().equals(ChainFile.SCHEME)) {
      throw new IllegalArgumentException(
          "a layer can't be a chain; expected the layers of that chain here, each as [[layer]]");
    }
    List<String> known =
        Stores.providers().stream().map(StoreProvider::schemes).flatMap(List::stream).toList();
    if (!known.contains(uri.scheme())) {
      throw new IllegalArgumentException(
          "unknown store scheme '%s'; expected one of %s"
              .formatted(uri.scheme(), String.join(", ", known)));
    }
    return uri.in(directory);
  }

  private static KeyFilter filter(Section layer) {
    Optional<Section> found = layer.section("filter", layer.title() + ": filter", A_FILTER);
    if (found.isEmpty()) {
      return KeyFilter.all();
    }
    Section section = found.get();
    section.requireKeysAmong(List.of("include", "exclude"));
    List<String> includes = section.all("include", PATTERNS, LayerSettings::pattern);
    List<String> excludes = section.all("exclude", PATTERNS, LayerSettings::pattern);
    return KeyFilter.all()
        .include(includes.toArray(String[]::new))
        .exclude(excludes.toArray(String[]::new));
  }

  private static String pattern(String text) {
    KeyFilter unused = KeyFilter.all().include(text); // which says what is wrong with it
    return text;
  }
}
