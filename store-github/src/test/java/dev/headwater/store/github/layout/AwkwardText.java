package dev.headwater.store.github.layout;

import dev.headwater.store.Key;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Random keys of what file systems, git and Unicode treat in ways of their own. */
public final class AwkwardText {

  private static final String[] PIECES = {
    "/",
    "/",
    "/",
    "//",
    ".",
    "..",
    " ",
    "a",
    "A",
    "b",
    "x.json",
    "README",
    "readme",
    ".git",
    ".GIT",
    ".gıt",
    ".gitignore",
    "git~1",
    "GIT~2",
    ".headwater",
    ".HeadWater",
    "con",
    "CON.txt",
    "aux ",
    "nul",
    "com1",
    "LPT¹",
    "conin$",
    "%",
    "%~",
    "%-",
    "%41",
    "%~parts",
    "%~long",
    "000",
    "~",
    ":",
    "?",
    "*",
    "\\",
    "\"",
    "<",
    ">",
    "|",
    "\u0001",
    "\n",
    "\t",
    "\u007f",
    "\u0085",
    "\u200d",
    "\ufeff",
    "\u2028",
    "é",
    "e\u0301",
    "\u0301",
    "Å",
    "\u212b",
    "ß",
    "ẞ",
    "ss",
    "ﬁ",
    "İ",
    "ı",
    "i\u0307",
    "K",
    "Σ",
    "ς",
    "σ",
    "ᾳ",
    "가",
    "\u1100\u1161",
    "𝒳",
    "😀",
    "\ue000",
    "\ufffd",
    "\uffff",
    "漢",
    "豈",
    "#",
    "@",
    "'",
    "`",
    "$",
    "-",
    "_",
    "parts",
    "long",
    "..git",
    "dir",
    "Dir",
    "\u0344",
    "ͅ",
  };

  private AwkwardText() {}

  /** A key of up to so many pieces. */
  public static Key key(SplittableRandom random, int pieces) {
    while (true) {
      StringBuilder text = new StringBuilder();
      int count = 1 + random.nextInt(pieces);
      for (int i = 0; i < count; i++) {
        text.append(piece(random));
      }
      if (text.toString().getBytes(StandardCharsets.UTF_8).length <= Key.MAX_BYTES) {
        return Key.of(text.toString());
      }
    }
  }

  private static String piece(SplittableRandom random) {
    return switch (random.nextInt(12)) {
      case 0 -> Character.toString(1 + random.nextInt(0x2ff));
      case 1 -> Character.toString(codePoint(random));
      case 2 -> Integer.toString(random.nextInt(20));
      default -> PIECES[random.nextInt(PIECES.length)];
    };
  }

  private static int codePoint(SplittableRandom random) {
    int codePoint = 1 + random.nextInt(random.nextBoolean() ? 0xffff : Character.MAX_CODE_POINT);
    return codePoint >= 0xd800 && codePoint <= 0xdfff ? 'x' : codePoint;
  }
}
