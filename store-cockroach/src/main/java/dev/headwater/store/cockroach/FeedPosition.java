package dev.headwater.store.cockroach;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a feed is, as text in a {@link dev.headwater.store.Mark}. Pure.
 *
 * <p>An <em>anchor</em> is a place in the database's order of commits, by which all that was
 * committed before can be told from all that was after: on PostgreSQL a snapshot ({@code
 * xmin:xmax:xip,...}), on CockroachDB a timestamp. Everything before the anchor {@code since} is
 * delivered. While a feed is amid the changes after it, the position has the anchor {@code until},
 * from which it will go on, and the row it came to, by its feed column and its key in hexadecimal.
 *
 * <pre>
 * since
 * since~until~order~key
 * scan~until~key          amid everything that is held, in the order of keys
 * </pre>
 */
sealed interface FeedPosition {

  /** Everything before the anchor is delivered. */
  record Following(String since) implements FeedPosition {
    @Override
    public String toString() {
      return since;
    }
  }

  /** Amid the changes after an anchor. */
  record Amid(String since, String until, String order, String key) implements FeedPosition {
    @Override
    public String toString() {
      return String.join("~", since, until, order, key);
    }
  }

  /** Amid everything that is held, after this key; the key is empty at the beginning. */
  record Scanning(String until, String key) implements FeedPosition {
    @Override
    public String toString() {
      return String.join("~", "scan", until, key);
    }
  }

  /**
   * The position that {@code toString} wrote, or nothing if the text is none.
   *
   * @param anchor the form of the dialect's anchors
   */
  static Optional<FeedPosition> parse(String text, Pattern anchor) {
    String[] parts = text.split("~", -1);
    if (parts.length == 1 && is(anchor, parts[0])) {
      return Optional.of(new Following(parts[0]));
    }
    if (parts.length == 3 && parts[0].equals("scan")) {
      return is(anchor, parts[1]) && is(Forms.KEY, parts[2])
          ? Optional.of(new Scanning(parts[1], parts[2]))
          : Optional.empty();
    }
    boolean amid = parts.length == 4 && is(anchor, parts[0]) && is(anchor, parts[1]);
    return amid && is(Forms.ORDER, parts[2]) && is(Forms.KEY, parts[3])
        ? Optional.of(new Amid(parts[0], parts[1], parts[2], parts[3]))
        : Optional.empty();
  }

  private static boolean is(Pattern form, String text) {
    return form.matcher(text).matches();
  }

  /** The forms of the parts. */
  final class Forms {
    /** A snapshot of PostgreSQL. */
    static final Pattern SNAPSHOT = Pattern.compile("[0-9]{1,20}:[0-9]{1,20}:[0-9,]*");

    /** A timestamp of CockroachDB, or a transaction id of PostgreSQL. */
    static final Pattern ORDER = Pattern.compile("[0-9]{1,20}(?:\\.[0-9]{1,10})?");

    private static final Pattern KEY = Pattern.compile("(?:[0-9a-f]{2})*");

    private Forms() {}
  }
}
