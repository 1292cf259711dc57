package dev.headwater.store.github.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One segment of a key as the name of a file or directory, and back. Pure. */
final class FileName {

  /** The name of an empty segment. */
  static final String EMPTY = "%-";

  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final Set<String> DEVICES =
      Set.of("con", "prn", "aux", "nul", "conin$", "conout$");
  private static final Pattern NUMBERED_DEVICE = Pattern.compile("(?:com|lpt)[0-9¹²³]");

  private FileName() {}

  /** The name; the segment itself where nothing has to be escaped. */
  static String of(String segment) {
    if (segment.isEmpty()) {
      return EMPTY;
    }
    int awkward = awkwardIndex(segment);
    if (awkward < 0 && allKept(segment) && isComposed(segment)) {
      return segment;
    }
    String name = escaped(segment, awkward, true);
    return isComposed(name) ? name : escaped(segment, awkward, false);
  }

  /** The segment whose name may be this; {@code null} if it is none's. */
  static @Nullable String decode(String name) {
    if (name.equals(EMPTY)) {
      return "";
    }
    ByteArrayOutputStream utf8 = new ByteArrayOutputStream(name.length());
    for (int i = 0; i < name.length(); ) {
      int codePoint = name.codePointAt(i);
      if (codePoint != '%') {
        utf8.writeBytes(Character.toString(codePoint).getBytes(UTF_8));
        i += Character.charCount(codePoint);
      } else if (isEscape(name, i)) {
        utf8.write(HexFormat.fromHexDigits(name, i + 1, i + 3));
        i += 3;
      } else {
        return null;
      }
    }
    return text(utf8.toByteArray());
  }

  /** Whether git, or GitHub, does something of its own with a file or directory of this name. */
  static boolean isOfGit(String name) {
    return name.startsWith(".")
        && (name.regionMatches(true, 0, ".git", 0, 4) || FoldedPath.of(name).startsWith(".git"));
  }

  private static boolean isEscape(String name, int percent) {
    return percent + 2 < name.length()
        && HexFormat.isHexDigit(name.charAt(percent + 1))
        && HexFormat.isHexDigit(name.charAt(percent + 2));
  }

  private static @Nullable String text(byte[] utf8) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static String escaped(String segment, int awkward, boolean keepsOthersThanAscii) {
    StringBuilder name = new StringBuilder(segment.length() + 16);
    int last = segment.length() - 1;
    for (int i = 0; i <= last; ) {
      int codePoint = segment.codePointAt(i);
      boolean kept =
          KeptCharacters.has(codePoint)
              && (codePoint < 0x80 || keepsOthersThanAscii)
              && i != awkward
              && !(i == last && (codePoint == '.' || codePoint == ' '));
      if (kept) {
        name.appendCodePoint(codePoint);
      } else {
        escape(name, codePoint);
      }
      i += Character.charCount(codePoint);
    }
    return name.toString();
  }

  private static void escape(StringBuilder name, int codePoint) {
    for (byte one : Character.toString(codePoint).getBytes(UTF_8)) {
      name.append('%').append(HEX.toHexDigits(one));
    }
  }

  private static boolean allKept(String segment) {
    char last = segment.charAt(segment.length() - 1);
    return last != '.' && last != ' ' && segment.codePoints().allMatch(KeptCharacters::has);
  }

  private static boolean isComposed(String name) {
    return Normalizer.isNormalized(name, Normalizer.Form.NFC);
  }

  /* The character that makes a name special, which then is escaped; -1 if there is none. */
  private static int awkwardIndex(String segment) {
    char first = segment.charAt(0);
    if (first == '.') {
      return isOfGit(segment) ? 0 : -1;
    }
    if ((first | 0x20) == 'g') {
      return FoldedPath.of(segment).startsWith("git~") ? 3 : -1;
    }
    return isDevice(segment) ? 0 : -1;
  }

  private static boolean isDevice(String segment) {
    int dot = segment.indexOf('.');
    String stem = (dot < 0 ? segment : segment.substring(0, dot)).stripTrailing();
    if (stem.length() < 3 || stem.length() > 7) {
      return false;
    }
    String folded = stem.toLowerCase(Locale.ROOT);
    return DEVICES.contains(folded) || NUMBERED_DEVICE.matcher(folded).matches();
  }
}
