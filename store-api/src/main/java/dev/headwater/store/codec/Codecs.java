package dev.headwater.store.codec;

import dev.headwater.store.Codec;

/** The codecs that every user has. Those of Jackson are in the module {@code codec-jackson}. */
public final class Codecs {

  private Codecs() {}

  /** Bytes as they are, encoding {@code bytes}. Every reader gets its own array. */
  public static Codec<byte[]> bytes() {
    return BytesCodec.INSTANCE;
  }

  /** Text as UTF-8, encoding {@code utf-8}. Text with unpaired surrogates is refused. */
  public static Codec<String> utf8() {
    return Utf8Codec.INSTANCE;
  }

  /**
   * Another codec's bytes, deflated. The encoding is the other's name with {@code +deflate}.
   *
   * @param maxBytes the most that a value may inflate to; what is more, such as a decompression
   *     bomb, is a {@link dev.headwater.store.CodecException} before it takes memory
   */
  public static <V> Codec<V> compressed(Codec<V> codec, int maxBytes) {
    return new CompressedCodec<>(codec, maxBytes);
  }
}
