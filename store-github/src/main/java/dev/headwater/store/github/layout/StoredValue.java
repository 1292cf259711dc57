package dev.headwater.store.github.layout;

import dev.headwater.store.ContentHash;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value as the index knows it.
 *
 * @param encoding the encoding's name
 * @param expiresAtMillis when it expires, or {@link EncodedValue#NEVER}
 * @param blobs git's ids of its content: one, or those of its parts in order
 * @param size its size in bytes, or {@link #UNKNOWN_SIZE}
 * @param path where its file is, or would be if it had no parts
 * @param hash the entry's content hash; {@code null} for what a person committed, until the bytes
 *     were read
 */
public record StoredValue(
    String encoding,
    long expiresAtMillis,
    List<String> blobs,
    long size,
    String path,
    @Nullable ContentHash hash)
    implements IndexedEntry.State {

  /** The size of what a person committed, if GitHub did not tell. */
  public static final long UNKNOWN_SIZE = -1;

  private static final byte[] NOTHING = {};

  public StoredValue {
    blobs = List.copyOf(blobs);
    if (blobs.isEmpty() || blobs.size() > Chunks.MAX_PARTS) {
      throw new IllegalArgumentException(
          "a value has 1 to %d files, not %d".formatted(Chunks.MAX_PARTS, blobs.size()));
    }
  }

  /** The paths of its files, in order. */
  public List<String> files() {
    return Chunks.paths(path, blobs.size());
  }

  /** Whether the value is in several files. */
  public boolean isChunked() {
    return blobs.size() > 1;
  }

  /** Whether the value expires at some time. */
  public boolean expires() {
    return expiresAtMillis != EncodedValue.NEVER;
  }

  /** Whether the value has expired at this time. */
  public boolean isExpiredAt(long nowMillis) {
    return expires() && expiresAtMillis <= nowMillis;
  }

  /** The same value, of which the hash is known now. */
  public StoredValue withHash(ContentHash newHash, long newSize) {
    return new StoredValue(encoding, expiresAtMillis, blobs, newSize, path, newHash);
  }

  /** The entry of these bytes, which nobody changes again. */
  public Entry entry(Key key, Stamp stamp, byte[] bytes) {
    return Entry.of(key, stamp, EncodedValue.owned(bytes, encoding, expiresAtMillis));
  }

  /** An entry that stands for this one where nobody looks at the bytes. */
  public Entry withoutBytes(Key key, Stamp stamp) {
    return entry(key, stamp, NOTHING);
  }
}
