package dev.headwater.store;

/**
 * Turns a user's values into bytes and back. Ready-made codecs are in {@link
 * dev.headwater.store.codec.Codecs}.
 *
 * <p>Implementations are thread-safe and deterministic: equal values give equal bytes.
 */
public interface Codec<V> {

  /** The name stored beside every value that this codec encodes; see {@link EncodedValue}. */
  String encoding();

  /** The value as bytes, in an array that nobody changes again. */
  byte[] encode(V value);

  /**
   * The value of these bytes, which are shared and must be neither changed nor kept.
   *
   * @throws CodecException if the bytes are no such value
   */
  V decode(byte[] bytes);

  /** Whether readers may share one decoded object. */
  Sharing sharing();

  /** Whether readers may share one decoded object. */
  enum Sharing {
    /** Decoded values are immutable, or treated so: one object serves all readers. */
    SHARED,
    /** Decoded values are mutable: every reader gets its own. */
    UNSHARED
  }
}
