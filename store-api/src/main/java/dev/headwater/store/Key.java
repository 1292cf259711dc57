package dev.headwater.store;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The name of an entry: non-empty text of at most {@value #MAX_BYTES} bytes of UTF-8, without NUL
 * and without unpaired surrogates. {@code /} is only a convention for prefixes.
 *
 * <p>The order of keys is the order of their unsigned UTF-8 bytes, in every store. It equals the
 * order of code points and differs from {@link String#compareTo}, which orders UTF-16 units.
 *
 * <p>Immutable. Creating a key validates its text, so reuse keys on hot paths.
 */
public final class Key implements Comparable<Key> {

  /** The longest key, in bytes of UTF-8. */
  public static final int MAX_BYTES = 1024;

  private final String text;

  private Key(String text) {
    this.text = text;
  }

  /**
   * The key with this text.
   *
   * @throws IllegalArgumentException if the text is empty, too long, or has NUL or an unpaired
   *     surrogate; the message says which and where
   */
  public static Key of(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("key is empty; a key has at least one character");
    }
    int bytes = KeyText.utf8Length(text, "key");
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "key is too long: %d bytes of UTF-8, at most %d are allowed (it starts with '%s')"
              .formatted(bytes, MAX_BYTES, KeyText.start(text)));
    }
    return new Key(text);
  }

  /**
   * The key with these UTF-8 bytes.
   *
   * @throws IllegalArgumentException as {@link #of(String)}, or if the bytes are no UTF-8
   */
  public static Key ofUtf8(byte[] utf8) {
    return of(KeyText.decode(utf8));
  }

  /** The key's text. */
  public String text() {
    return text;
  }

  /** The key's text in UTF-8, in a new array. */
  public byte[] utf8() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether the key's text starts with this prefix; every key starts with the empty prefix. */
  public boolean startsWith(String prefix) {
    return text.startsWith(prefix);
  }

  /** The order of unsigned UTF-8 bytes. */
  @Override
  public int compareTo(Key other) {
    return KeyText.compare(text, other.text);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Key key && text.equals(key.text));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The key's text. */
  @Override
  public String toString() {
    return text;
  }
}
