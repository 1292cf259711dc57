package dev.headwater.store.github.layout;

import dev.headwater.store.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The message of a commit: a line that says what happened, the keys, and the {@link Trailers}.
 * Pure.
 */
public final class CommitText {

  private static final int MAX_KEYS = 50;
  private static final int MAX_SUBJECT = 72;
  private static final int MAX_SHOWN = 200;
  private static final Pattern TRAILER = Pattern.compile("([A-Za-z][A-Za-z-]*): (.*)");
  private static final Pattern SEQUENCE = Pattern.compile("[1-9][0-9]{0,17}");

  private CommitText() {}

  /** What happened to a key. */
  public enum Deed {
    SET("Set", "set"),
    DELETE("Delete", "delete"),
    FORGET("Forget", "forget"),
    /** A person did it. */
    ADOPT("Adopt", "adopt");

    private final String first;
    private final String further;

    Deed(String first, String further) {
      this.first = first;
      this.further = further;
    }
  }

  /** A line of the message. */
  public record Line(Deed deed, Key key) {

    private String text() {
      return "- " + deed.further + " " + shown(key, MAX_SHOWN);
    }
  }

  /** The message of a commit that does this. */
  public static String of(List<Line> lines, Trailers trailers) {
    StringBuilder text = new StringBuilder(subject(lines)).append("\n\n");
    if (lines.size() > 1) {
      lines.stream().limit(MAX_KEYS).forEach(line -> text.append(line.text()).append('\n'));
      if (lines.size() > MAX_KEYS) {
        text.append("- and ").append(lines.size() - MAX_KEYS).append(" more\n");
      }
      text.append('\n');
    }
    return text.append(trailers.text()).toString();
  }

  /** The message of a commit that replaces the history before it. */
  public static String ofSquash(Trailers trailers) {
    return "Squash the history up to commit %d\n\n%s"
        .formatted(trailers.sequence(), trailers.text());
  }

  /** The trailers of a message; with the sequence 0 if it has none, or none that make sense. */
  public static Trailers parse(String message) {
    String end = message.strip().replace("\r\n", "\n");
    int blank = end.lastIndexOf("\n\n");
    Map<String, String> found = new HashMap<>();
    for (String line : end.substring(blank < 0 ? 0 : blank + 2).split("\n", -1)) {
      Matcher matcher = TRAILER.matcher(line);
      if (!matcher.matches() || found.put(matcher.group(1), matcher.group(2)) != null) {
        return new Trailers(0, null, null, null, null);
      }
    }
    String sequence = found.getOrDefault(Trailers.SEQUENCE, "");
    return new Trailers(
        SEQUENCE.matcher(sequence).matches() ? Long.parseLong(sequence) : 0,
        found.get(Trailers.BATCH),
        found.get(Trailers.NODE),
        found.get(Trailers.PARENT),
        found.get(Trailers.SQUASH_OF));
  }

  private static String subject(List<Line> lines) {
    if (lines.isEmpty()) {
      return "Mend the index";
    }
    if (lines.size() == 1) {
      Line only = lines.get(0);
      return only.deed.first + " " + shown(only.key, MAX_SUBJECT - only.deed.first.length() - 1);
    }
    List<String> counts = new ArrayList<>();
    for (Deed deed : Deed.values()) {
      long count = lines.stream().filter(line -> line.deed == deed).count();
      if (count > 0) {
        String verb = counts.isEmpty() ? deed.first : deed.further;
        String noun = !counts.isEmpty() ? "" : count == 1 ? " key" : " keys";
        counts.add(verb + " " + count + noun);
      }
    }
    return String.join(", ", counts);
  }

  /*
   * A key as one may put it into a message: in one line, and without what GitHub takes for a
   * reference to an issue or a person.
   */
  private static String shown(Key key, int max) {
    StringBuilder shown = new StringBuilder();
    key.text()
        .codePoints()
        .takeWhile(codePoint -> shown.length() <= max)
        .forEach(codePoint -> append(shown, codePoint));
    if (shown.length() <= max) {
      return shown.toString();
    }
    int end = shown.offsetByCodePoints(0, shown.codePointCount(0, max - 1));
    return shown.substring(0, end) + "…";
  }

  private static void append(StringBuilder shown, int codePoint) {
    if (codePoint == '#' || codePoint == '@') {
      shown.append('%').append(Integer.toHexString(codePoint));
    } else if (isPrintableAscii(codePoint) || KeptCharacters.has(codePoint)) {
      shown.appendCodePoint(codePoint);
    } else {
      shown.append(codePoint < ' ' ? ' ' : (char) 0xfffd);
    }
  }

  private static boolean isPrintableAscii(int codePoint) {
    return codePoint >= ' ' && codePoint < 0x7f;
  }
}
