package dev.headwater.cli.output;

import java.util.Locale;

/**
 * Text that others wrote, made fit for a line of a terminal: no control character of a key or a
 * message reaches it. Pure.
 */
public final class Quoting {

  private Quoting() {}

  /**
   * A key or file name: as it is, or, with control characters in it, as {@code $'a\nb'}, which
   * shells read.
   */
  public static String name(String name) {
    return name.codePoints().anyMatch(Quoting::isUnfit) ? "$'" + escaped(name, true) + "'" : name;
  }

  /** A {@link #name} in quotes, for sentences. */
  public static String quoted(String name) {
    String shown = name(name);
    return shown.equals(name) ? "'" + name + "'" : shown;
  }

  /** A message on one line, with what does not fit escaped. */
  public static String line(String message) {
    return escaped(message.strip().replaceAll("\\s*\\R\\s*", "; "), false);
  }

  private static String escaped(String text, boolean quoted) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    text.codePoints().forEach(c -> append(out, c, quoted));
    return out.toString();
  }

  private static void append(StringBuilder out, int c, boolean quoted) {
    if (quoted && (c == '\'' || c == '\\')) {
      out.append('\\').append((char) c);
    } else if (!isUnfit(c)) {
      out.appendCodePoint(c);
    } else if (c == '\n') {
      out.append("\\n");
    } else if (c == '\t') {
      out.append("\\t");
    } else if (c == '\r') {
      out.append("\\r");
    } else {
      out.append(String.format(Locale.ROOT, c < 0x80 ? "\\x%02x" : "\\u%04x", c));
    }
  }

  /* Controls, line ends, and what turns the direction of writing around. */
  private static boolean isUnfit(int c) {
    return Character.isISOControl(c)
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
