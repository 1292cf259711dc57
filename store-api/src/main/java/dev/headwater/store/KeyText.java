package dev.headwater.store;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The rules of text in keys and prefixes: well-formed UTF-16, no NUL, ordered by code point. */
final class KeyText {

  private static final int SHOWN = 32;

  private KeyText() {}

  /** The text's length in bytes of UTF-8, or an error that names {@code what} and the place. */
  static int utf8Length(String text, String what) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw new IllegalArgumentException(what + " has a NUL character at index " + i);
      }
      if (!Character.isSurrogate(c)) {
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      } else if (isPair(text, i)) {
        bytes += 4;
        i++;
      } else {
        throw new IllegalArgumentException(what + " has an unpaired surrogate at index " + i);
      }
    }
    return bytes;
  }

  static String decode(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("key is not valid UTF-8", e);
    }
  }

  /** Compares by code point, which is the order of unsigned UTF-8 bytes. */
  static int compare(String left, String right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      char l = left.charAt(i);
      char r = right.charAt(i);
      if (l != r) {
        return Integer.compare(rank(l), rank(r));
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  static String start(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  private static boolean isPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }

  /* Surrogates stand for code points above the whole BMP, so they rank above U+E000..U+FFFF. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + 0x10000 : c;
  }
}
