package dev.headwater.chain.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One table of a file. What it holds is read setting by setting; what is wrong goes to the {@link
 * Problems}, and is then as if it were not there. Used by one thread.
 */
final class Section {

  private static final int MAX_SHOWN = 60;

  private final TomlTable table;
  private final String title;
  private final int line;
  private final Problems problems;

  /**
   * @param title what the section's problems begin with; empty for the file itself
   * @param line where it begins
   */
  Section(TomlTable table, String title, int line, Problems problems) {
    this.table = table;
    this.title = title;
    this.line = line;
    this.problems = problems;
  }

  /** This section, with another title. */
  Section titled(String newTitle) {
    return new Section(table, newTitle, line, problems);
  }

  /** The line of the setting, or else of the section. */
  int line(String key) {
    TomlPosition position = table.inputPositionOf(List.of(key));
    return position == null ? line : position.line();
  }

  /** The lines of all settings. */
  Map<String, Integer> lines() {
    Map<String, Integer> lines = new LinkedHashMap<>();
    table.keySet().forEach(key -> lines.put(key, line(key)));
    return lines;
  }

  int line() {
    return line;
  }

  String title() {
    return title;
  }

  /** Tells of all settings that are not among these. */
  void requireKeysAmong(List<String> known) {
    for (String key : table.keySet()) {
      if (!known.contains(key)) {
        String advice =
            NearestWord.to(key, known)
                .map("did you mean '%s'?"::formatted)
                .orElseGet(() -> "expected one of " + String.join(", ", known));
        problem(line(key), "unknown setting '%s'; %s".formatted(key, advice));
      }
    }
  }

  /** Tells that the setting has to be there. */
  <T> Optional<T> required(Optional<T> read, String key, String expected) {
    if (!has(key)) {
      problem(line, "%s is missing; expected %s".formatted(key, expected));
    }
    return read;
  }

  boolean has(String key) {
    return table.contains(List.of(key));
  }

  /** The text under this key, if there is one; whatever is wrong has been told before. */
  Optional<String> knownText(String key) {
    return table.get(List.of(key)) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** A text that is not blank. */
  Optional<String> text(String key, String expected) {
    return read(
        key,
        expected,
        value ->
            value instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty());
  }

  /** One of these words. */
  Optional<String> word(String key, List<String> words) {
    return read(
        key,
        choice(words),
        value ->
            value instanceof String text && words.contains(text)
                ? Optional.of(text)
                : Optional.empty());
  }

  /** A whole number in a range. */
  Optional<Integer> number(String key, int min, int max) {
    return read(
        key,
        "a whole number from %d to %d".formatted(min, max),
        value ->
            value instanceof Long number && number >= min && number <= max
                ? Optional.of(number.intValue())
                : Optional.empty());
  }

  /** A duration, of not less than this. */
  Optional<Duration> duration(String key, Duration least) {
    String expected =
        "a duration such as \"250ms\", \"10s\", \"5m\" or \"1h\""
            + (least.isZero() ? "" : ", but not of 0");
    return read(
        key,
        expected,
        value ->
            value instanceof String text
                ? Quantities.duration(text).filter(duration -> duration.compareTo(least) >= 0)
                : Optional.empty());
  }

  /** A number of bytes, of at least one. */
  Optional<Long> bytes(String key) {
    return read(
            key,
            "a size such as \"512KiB\" or \"64MiB\", or a number of bytes",
            value ->
                value instanceof String text
                    ? Quantities.bytes(text)
                    : Optional.of(value).filter(Long.class::isInstance).map(Long.class::cast))
        .filter(bytes -> atLeastOne(key, bytes));
  }

  private boolean atLeastOne(String key, long bytes) {
    if (bytes < 1) {
      problem(line(key), "%s is %d; expected at least 1 byte".formatted(key, bytes));
    }
    return bytes >= 1;
  }

  /** A text that the function turns into something, or else refuses with what is wrong with it. */
  <T> Optional<T> checked(String key, String expected, Function<String, T> check) {
    return text(key, expected).flatMap(text -> checkedAt(line(key), key, text, check));
  }

  /** A list of texts, each of which the function checks; if it is there, it is not empty. */
  <T> List<T> all(String key, String expected, Function<String, T> check) {
    Object value = table.get(List.of(key));
    List<T> read = new ArrayList<>();
    if (value instanceof TomlArray array && !array.isEmpty()) {
      for (int i = 0; i < array.size(); i++) {
        int at = array.inputPositionOf(i).line();
        if (array.get(i) instanceof String text && !text.isBlank()) {
          checkedAt(at, key, text, check).ifPresent(read::add);
        } else {
          wrong(at, key, array.get(i), expected);
        }
      }
    } else if (value != null) {
      wrong(line(key), key, value, expected);
    }
    return read;
  }

  private <T> Optional<T> checkedAt(int at, String key, String text, Function<String, T> check) {
    try {
      return Optional.of(check.apply(text));
    } catch (IllegalArgumentException e) {
      problem(at, "%s: %s".formatted(key, e.getMessage()));
      return Optional.empty();
    }
  }

  /** The table under this key. */
  Optional<Section> section(String key, String newTitle, String expected) {
    return read(
        key,
        expected,
        value ->
            value instanceof TomlTable inner
                ? Optional.of(new Section(inner, newTitle, line(key), problems))
                : Optional.empty());
  }

  /** The tables under this key, in the order of the file. */
  List<Section> sections(String key, String expected) {
    List<Section> sections = new ArrayList<>();
    Object value = table.get(List.of(key));
    if (value instanceof TomlArray array && !array.isEmpty()) {
      for (int i = 0; i < array.size(); i++) {
        int at = array.inputPositionOf(i).line();
        if (array.get(i) instanceof TomlTable inner) {
          sections.add(new Section(inner, "%s %d".formatted(key, i + 1), at, problems));
        } else {
          wrong(at, key, array.get(i), expected);
        }
      }
    } else if (value != null) {
      wrong(line(key), key, value, expected);
    }
    return sections;
  }

  private <T> Optional<T> read(
      String key, String expected, Function<Object, Optional<T>> understand) {
    Object value = table.get(List.of(key));
    if (value == null) {
      return Optional.empty();
    }
    Optional<T> understood = understand.apply(value);
    if (understood.isEmpty()) {
      wrong(line(key), key, value, expected);
    }
    return understood;
  }

  private void wrong(int at, String key, @Nullable Object value, String expected) {
    problem(at, "%s is %s; expected %s".formatted(key, shown(value), expected));
  }

  /** Tells of a mistake on that line. */
  void problem(int at, String what) {
    problems.add(at, title.isEmpty() ? what : title + ": " + what);
  }

  /** Such as {@code "local", "authority" or "all"}. */
  static String choice(Collection<String> words) {
    List<String> quoted = words.stream().map("\"%s\""::formatted).toList();
    int last = quoted.size() - 1;
    return last == 0
        ? quoted.get(0)
        : quoted.stream().limit(last).collect(Collectors.joining(", ")) + " or " + quoted.get(last);
  }

  private static String shown(@Nullable Object value) {
    if (value instanceof String text) {
      return text.length() <= MAX_SHOWN
          ? '"' + text + '"'
          : '"' + text.substring(0, MAX_SHOWN) + "…\"";
    }
    if (value instanceof TomlTable) {
      return "a table";
    }
    if (value instanceof TomlArray array) {
      return array.isEmpty() ? "empty" : "a list";
    }
    return String.valueOf(value);
  }
}
