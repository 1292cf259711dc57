package dev.headwater.store;

import java.util.SplittableRandom;

/** Random well-formed text in which all lengths of UTF-8 are common. */
final class RandomText {

  private static final int[] FIRSTS = {0x1, 0x20, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd};

  private RandomText() {}

  static String of(SplittableRandom random, int maxCharacters) {
    StringBuilder text = new StringBuilder();
    int length = 1 + random.nextInt(maxCharacters);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(codePoint(random));
    }
    return text.toString();
  }

  private static int codePoint(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> 'a' + random.nextInt(3);
      case 1 -> FIRSTS[random.nextInt(FIRSTS.length)];
      case 2 -> 0x10000 + random.nextInt(0x100000);
      default -> 1 + random.nextInt(0xd7ff);
    };
  }
}
