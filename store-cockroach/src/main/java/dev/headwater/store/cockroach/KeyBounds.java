package dev.headwater.store.cockroach;

import dev.headwater.store.Key;
import dev.headwater.store.KeyRange;
import java.util.Arrays;

/** Bounds of keys as parameters, which must not be null. */
final class KeyBounds {

  /** Above every key a row may have. */
  private static final byte[] ABOVE_ALL = aboveAll();

  private KeyBounds() {}

  /** The upper bound of a range, exclusive. */
  static byte[] upper(KeyRange range) {
    byte[] to = range.to();
    return to == null ? ABOVE_ALL : to;
  }

  /** Above every key a row may have. */
  static byte[] aboveAllKeys() {
    return ABOVE_ALL;
  }

  private static byte[] aboveAll() {
    byte[] above = new byte[Key.MAX_BYTES + 1];
    Arrays.fill(above, (byte) 0xff);
    return above;
  }
}
