package dev.headwater.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.store.Key;
import dev.headwater.store.Mark;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * How far a layer was followed. As bytes it is
 *
 * <pre>
 * format (1)  extent (32)  authority (32)  length of the layer's name (2)  name
 * length of the key that was listed last (2)  key  mark, to the end
 * </pre>
 *
 * @param layer the layer's name
 * @param extent the layers above that got what it told
 * @param listedTo up to which key it was listed; {@code null} if to its end
 * @param mark where to go on following once it is listed: before its listing began, or later
 */
record FollowPlace(String layer, Extent extent, @Nullable Key listedTo, Mark mark) {

  private static final byte FORMAT = 2;
  private static final int HASH_BYTES = 32;

  /**
   * The complete layers above a followed one, as hashes: which, in which of their lives, which keys
   * they get, and which keys are followed.
   *
   * @param all of all of them
   * @param authority of the topmost
   */
  record Extent(ByteBuffer all, ByteBuffer authority) {

    /**
     * The extent with these texts.
     *
     * @param all says which layers they are
     * @param authority says which the topmost is
     */
    static Extent of(String all, String authority) {
      return new Extent(hash(all), hash(authority));
    }
  }

  /** Whether all that the layer held at some time is in the layers above. */
  boolean isListed() {
    return listedTo == null;
  }

  /** A text in a form to be compared. */
  static ByteBuffer hash(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return ByteBuffer.wrap(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The place that {@link #bytes} wrote, or {@code null} if these are no bytes of a place. */
  static @Nullable FollowPlace parse(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      if (in.get() != FORMAT) {
        return null;
      }
      Extent extent =
          new Extent(
              ByteBuffer.wrap(bytes(in, HASH_BYTES)), ByteBuffer.wrap(bytes(in, HASH_BYTES)));
      String layer = text(in, in.getShort() & 0xffff);
      String listedTo = text(in, in.getShort() & 0xffff);
      return new FollowPlace(
          layer,
          extent,
          listedTo.isEmpty() ? null : Key.of(listedTo),
          Mark.parse(text(in, in.remaining())));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return null;
    }
  }

  private static String text(ByteBuffer in, int length) {
    return new String(bytes(in, length), UTF_8);
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  byte[] bytes() {
    byte[] name = layer.getBytes(UTF_8);
    byte[] key = listedTo == null ? new byte[0] : listedTo.text().getBytes(UTF_8);
    byte[] position = mark.toString().getBytes(UTF_8);
    int fixed = 1 + 2 * HASH_BYTES + 2 + 2;
    return ByteBuffer.allocate(fixed + name.length + key.length + position.length)
        .put(FORMAT)
        .put(extent.all().duplicate())
        .put(extent.authority().duplicate())
        .putShort((short) name.length)
        .put(name)
        .putShort((short) key.length)
        .put(key)
        .put(position)
        .array();
  }
}
