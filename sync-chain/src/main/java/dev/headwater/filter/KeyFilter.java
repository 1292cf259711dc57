package dev.headwater.filter;

import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which keys a sync, or a layer of a chain, may know. What does not pass is not read into a report,
 * not copied, not removed and not named, values and tombstones alike, in both directions.
 *
 * <p>A key passes if it starts with the prefix, matches at least one of the includes (or there are
 * none), and matches none of the excludes. The order of the patterns does not matter.
 *
 * <p>A pattern matches the whole key, from its first character to its last:
 *
 * <ul>
 *   <li>{@code *} any characters but {@code /}; {@code **} any characters
 *   <li>{@code ?} one character but {@code /}
 *   <li>{@code [a-z_]} one of these characters; {@code [!a-z]} one other character but {@code /}
 *   <li>{@code {one,two*}} one of these patterns, which may be empty
 *   <li>{@code \} takes the special meaning from the next character
 * </ul>
 *
 * <p>Matching takes time in proportion to the lengths of key and pattern, whatever the pattern.
 * Immutable.
 */
public final class KeyFilter {

  private static final KeyFilter ALL = new KeyFilter("", List.of(), List.of());

  private final String prefix;
  private final List<Glob> includes;
  private final List<Glob> excludes;
  private final String listingPrefix;

  private KeyFilter(String prefix, List<Glob> includes, List<Glob> excludes) {
    this.prefix = prefix;
    this.includes = List.copyOf(includes);
    this.excludes = List.copyOf(excludes);
    this.listingPrefix = narrowest(prefix, this.includes);
  }

  /** The filter that all keys pass. */
  public static KeyFilter all() {
    return ALL;
  }

  /**
   * The filter that keys pass which start with the prefix.
   *
   * @throws IllegalArgumentException if the prefix has NUL or an unpaired surrogate
   */
  public static KeyFilter ofPrefix(String prefix) {
    return new KeyFilter(ListRequest.all(prefix).prefix(), List.of(), List.of());
  }

  /**
   * This filter with more includes.
   *
   * @throws IllegalArgumentException if a pattern is wrong; the message names it
   */
  public KeyFilter include(String... patterns) {
    return new KeyFilter(prefix, with(includes, patterns), excludes);
  }

  /**
   * This filter with more excludes.
   *
   * @throws IllegalArgumentException if a pattern is wrong; the message names it
   */
  public KeyFilter exclude(String... patterns) {
    return new KeyFilter(prefix, includes, with(excludes, patterns));
  }

  /** Whether the key passes. */
  public boolean admits(Key key) {
    String text = key.text();
    return text.startsWith(prefix)
        && (includes.isEmpty() || anyMatches(includes, text))
        && !anyMatches(excludes, text);
  }

  /** As {@link #admits}; what has no key passes only where there is nothing to pass. */
  public boolean admitsNullable(@Nullable Key key) {
    return key == null ? isAll() : admits(key);
  }

  /** What all keys that pass start with, as far as it is known: a listing of it is enough. */
  public String listingPrefix() {
    return listingPrefix;
  }

  /** Whether all keys pass. */
  public boolean isAll() {
    return prefix.isEmpty() && includes.isEmpty() && excludes.isEmpty();
  }

  private static boolean anyMatches(List<Glob> globs, String text) {
    for (Glob glob : globs) {
      if (glob.matches(text)) {
        return true;
      }
    }
    return false;
  }

  private static List<Glob> with(List<Glob> globs, String... patterns) {
    List<Glob> all = new ArrayList<>(globs);
    for (String pattern : patterns) {
      all.add(Glob.of(pattern));
    }
    return all;
  }

  private static String narrowest(String prefix, List<Glob> includes) {
    if (includes.isEmpty()) {
      return prefix;
    }
    String common = includes.get(0).literalPrefix();
    for (Glob include : includes) {
      common = commonPrefix(common, include.literalPrefix());
    }
    return common.startsWith(prefix) ? common : prefix;
  }

  /* Never ends within a character: half a surrogate pair is no prefix of a key. */
  private static String commonPrefix(String left, String right) {
    int end = 0;
    while (end < left.length()
        && end < right.length()
        && left.codePointAt(end) == right.codePointAt(end)) {
      end += Character.charCount(left.codePointAt(end));
    }
    return left.substring(0, end);
  }

  /** Prefix and patterns. */
  @Override
  public String toString() {
    return isAll()
        ? "all keys"
        : "prefix '%s', include %s, exclude %s".formatted(prefix, includes, excludes);
  }
}
