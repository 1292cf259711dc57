package dev.headwater.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A value as bytes, with the name of their encoding and an optional absolute expiry.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class EncodedValue implements Content {

  /** The {@link #expiresAtMillis} of a value that never expires. */
  public static final long NEVER = Long.MAX_VALUE;

  /** The longest name of an encoding, in characters. */
  public static final int MAX_ENCODING_LENGTH = 64;

  private final byte[] bytes;
  private final String encoding;
  private final long expiresAtMillis;

  private EncodedValue(byte[] bytes, String encoding, long expiresAtMillis) {
    this.bytes = bytes;
    this.encoding = encoding;
    this.expiresAtMillis = expiresAtMillis;
  }

  /** A value that never expires. The array is copied. */
  public static EncodedValue of(byte[] bytes, String encoding) {
    return owned(bytes.clone(), encoding, NEVER);
  }

  /** A value that expires at a time in milliseconds since 1970. The array is copied. */
  public static EncodedValue of(byte[] bytes, String encoding, long expiresAtMillis) {
    return owned(bytes.clone(), encoding, expiresAtMillis);
  }

  /**
   * A value around an array that the caller gives up and nobody changes again; for stores and
   * codecs, which would otherwise copy every value twice.
   *
   * @throws IllegalArgumentException if the encoding's name is empty, too long or not printable
   *     ASCII, or the expiry is negative
   */
  public static EncodedValue owned(byte[] bytes, String encoding, long expiresAtMillis) {
    checkEncoding(encoding);
    if (expiresAtMillis < 0) {
      throw new IllegalArgumentException("expiresAtMillis is negative: " + expiresAtMillis);
    }
    return new EncodedValue(bytes, encoding, expiresAtMillis);
  }

  /** The bytes, in a new array. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The value's own array, not a copy: for reading only, by stores and codecs. */
  public byte[] sharedBytes() {
    return bytes;
  }

  /** The number of bytes. */
  public int size() {
    return bytes.length;
  }

  /** The name of the encoding, such as {@code utf-8} or {@code json}. */
  public String encoding() {
    return encoding;
  }

  /** When the value expires, in milliseconds since 1970, or {@link #NEVER}. */
  public long expiresAtMillis() {
    return expiresAtMillis;
  }

  /** Whether the value expires at some time. */
  public boolean expires() {
    return expiresAtMillis != NEVER;
  }

  /** Whether the value has expired at this time, in milliseconds since 1970. */
  public boolean isExpiredAt(long nowMillis) {
    return expiresAtMillis <= nowMillis;
  }

  /**
   * The value as the codec's type, decoded anew; see {@link Entry#decode}.
   *
   * @throws CodecException if the value is in another encoding, or its bytes do not decode
   */
  public <V> V decode(Codec<V> codec) {
    if (!encoding.equals(codec.encoding())) {
      throw new CodecException(
          "it is encoded as '%s', but is read as '%s'".formatted(encoding, codec.encoding()));
    }
    return codec.decode(bytes);
  }

  private static void checkEncoding(String encoding) {
    if (encoding.isEmpty() || encoding.length() > MAX_ENCODING_LENGTH) {
      throw new IllegalArgumentException(
          "encoding has %d characters, 1 to %d are allowed"
              .formatted(encoding.length(), MAX_ENCODING_LENGTH));
    }
    for (int i = 0; i < encoding.length(); i++) {
      char c = encoding.charAt(i);
      if (c <= ' ' || c > '~') {
        throw new IllegalArgumentException("encoding is not printable ASCII at index " + i);
      }
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof EncodedValue value
            && expiresAtMillis == value.expiresAtMillis
            && encoding.equals(value.encoding)
            && Arrays.equals(bytes, value.bytes));
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bytes) + encoding.hashCode();
  }

  /** Encoding and length; never the bytes, which may be secret. */
  @Override
  public String toString() {
    return encoding + "[" + bytes.length + " bytes]";
  }
}
