package dev.headwater.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A range of keys as bytes, for backends that scan ranges.
 *
 * @param from the first byte string of the range, inclusive
 * @param to the first byte string after the range, or {@code null} if it has no upper end
 */
@SuppressWarnings("ArrayRecordComponent") // a transient argument of range scans, never compared
public record KeyRange(byte[] from, byte @Nullable [] to) {

  /** The range of all keys whose text starts with the prefix. */
  public static KeyRange ofPrefix(String prefix) {
    return ofPrefix(prefix.getBytes(StandardCharsets.UTF_8));
  }

  /** The range of all byte strings that start with the prefix. */
  public static KeyRange ofPrefix(byte[] prefix) {
    return new KeyRange(prefix, successor(prefix));
  }

  /** This range without what is at or before the key. */
  public KeyRange after(byte[] key) {
    byte[] next = Arrays.copyOf(key, key.length + 1); // the next byte string: the key, then 0x00
    return Arrays.compareUnsigned(next, from) > 0 ? new KeyRange(next, to) : this;
  }

  /* The first byte string after all that start with the prefix: its last byte below 0xff, plus 1. */
  private static byte @Nullable [] successor(byte[] prefix) {
    for (int end = prefix.length; end > 0; end--) {
      if (prefix[end - 1] != (byte) 0xff) {
        byte[] next = Arrays.copyOf(prefix, end);
        next[end - 1]++;
        return next;
      }
    }
    return null;
  }
}
