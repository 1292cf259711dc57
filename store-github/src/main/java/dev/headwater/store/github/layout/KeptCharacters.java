package dev.headwater.store.github.layout;

/**
 * Which characters a file's name may have as they are. The answer is a part of the format: it must
 * not change with the Unicode version of the Java runtime, so it is made of fixed ranges. What is
 * left out: what git, Windows or macOS refuse, map or ignore; what people can't see; and blocks to
 * which Unicode still adds characters that decompose or combine.
 */
final class KeptCharacters {

  private static final String REFUSED = "%<>:\"|?*\\";

  /** First and last code points of what is escaped above ASCII, in order. */
  private static final int[] ESCAPED = {
    0x80, 0xa0, // controls, no-break space
    0xad, 0xad, // soft hyphen
    0x34f, 0x34f,
    0x61c, 0x61c,
    0x870, 0x8ff, // Arabic marks
    0x115f, 0x1160, // fillers of Hangul
    0x17b4, 0x17b5,
    0x180b, 0x180f,
    0x1ab0, 0x1aff, // combining marks
    0x1dc0, 0x1dff, // combining marks
    0x2000, 0x200f, // spaces, zero width
    0x2028, 0x202f, // separators, directions
    0x205f, 0x206f, // invisible
    0x20d0, 0x20ff, // combining marks
    0x3000, 0x3000,
    0x3164, 0x3164,
    0xd800, 0xf8ff, // surrogates, private use (where Windows ports of git keep what they refuse)
    0xfdd0, 0xfdef,
    0xfeff, 0xfeff,
    0xffa0, 0xffa0,
    0xfff0, 0x1efff, // specials; scripts above the basic plane
    0x1fb00, 0x1ffff,
    0x323b0, Character.MAX_CODE_POINT,
  };

  private KeptCharacters() {}

  static boolean has(int codePoint) {
    if (codePoint < 0x80) {
      return codePoint >= ' ' && codePoint != 0x7f && REFUSED.indexOf(codePoint) < 0;
    }
    for (int i = 0; i < ESCAPED.length && codePoint >= ESCAPED[i]; i += 2) {
      if (codePoint <= ESCAPED[i + 1]) {
        return false;
      }
    }
    return true;
  }
}
