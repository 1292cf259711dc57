package dev.headwater.store;

import org.jspecify.annotations.Nullable;

/**
 * What a store holds of a key: who wrote it and when, and its value or its deletion. Immutable; the
 * same entry, byte for byte, travels through all layers. It remembers what a {@link Codec} made of
 * its value, so that an entry that stays in memory is decoded once and not once per read.
 */
public final class Entry {

  private final Key key;
  private final Stamp stamp;
  private final Content content;
  private final long expiresAtMillis; // here too, so that a hit in memory looks at one object
  private volatile @Nullable ContentHash hash;

  /* The first sharing codec, and what it made of the value: written once, the value first. */
  private @Nullable Object decoded;
  private volatile @Nullable Codec<?> decodedBy;

  private Entry(Key key, Stamp stamp, Content content) {
    this.key = key;
    this.stamp = stamp;
    this.content = content;
    this.expiresAtMillis =
        content instanceof EncodedValue value ? value.expiresAtMillis() : EncodedValue.NEVER;
  }

  public static Entry of(Key key, Stamp stamp, Content content) {
    return new Entry(key, stamp, content);
  }

  /** The entry that deletes the key. */
  public static Entry tombstone(Key key, Stamp stamp) {
    return new Entry(key, stamp, Tombstone.TOMBSTONE);
  }

  public Key key() {
    return key;
  }

  public Stamp stamp() {
    return stamp;
  }

  public Content content() {
    return content;
  }

  public boolean isTombstone() {
    return content == Tombstone.TOMBSTONE;
  }

  /** The value, or {@code null} if this is a tombstone. An expired value is returned too. */
  public @Nullable EncodedValue value() {
    return content instanceof EncodedValue value ? value : null;
  }

  /** The size of the value in bytes; 0 for a tombstone. */
  public int valueBytes() {
    return content instanceof EncodedValue value ? value.size() : 0;
  }

  /** Whether a reader at this time sees a value: no tombstone and not expired. */
  public boolean isLiveAt(long nowMillis) {
    return content instanceof EncodedValue value && !value.isExpiredAt(nowMillis);
  }

  /** When the value expires, in milliseconds since 1970, or {@link EncodedValue#NEVER}. */
  public long expiresAtMillis() {
    return expiresAtMillis;
  }

  /** Whether this is a value that expires at some time. */
  public boolean expires() {
    return expiresAtMillis != EncodedValue.NEVER;
  }

  /** Whether this is a value whose time has passed; a tombstone never expires. */
  public boolean isExpiredAt(long nowMillis) {
    return expires() && expiresAtMillis <= nowMillis;
  }

  /**
   * The value as the codec's type, or {@code null} if this is a tombstone. The first codec that is
   * {@linkplain Codec.Sharing#SHARED sharing} decodes it once, and always gets the same object.
   *
   * @throws CodecException if the value is in another encoding, or its bytes do not decode
   */
  public <V> @Nullable V decode(Codec<V> codec) {
    if (decodedBy == codec) {
      @SuppressWarnings("unchecked") // made below by this very codec
      V known = (V) decoded;
      return known;
    }
    return content instanceof EncodedValue value ? decodeAnew(value, codec) : null;
  }

  private <V> V decodeAnew(EncodedValue value, Codec<V> codec) {
    V made = value.decode(codec);
    if (codec.sharing() == Codec.Sharing.SHARED) {
      remember(codec, made);
    }
    return made;
  }

  private synchronized void remember(Codec<?> codec, Object made) {
    if (decodedBy == null) {
      decoded = made;
      decodedBy = codec;
    }
  }

  /** SHA-256 of the {@linkplain EntryRecord#canonical canonical record}; computed once. */
  public ContentHash hash() {
    ContentHash known = hash;
    if (known == null) {
      known = ContentHash.ofCanonical(EntryRecord.canonical(this));
      hash = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Entry entry
            && key.equals(entry.key)
            && stamp.equals(entry.stamp)
            && content.equals(entry.content));
  }

  @Override
  public int hashCode() {
    return 31 * key.hashCode() + stamp.hashCode();
  }

  /** Key, stamp and kind of content, never the value's bytes. */
  @Override
  public String toString() {
    return key + " " + stamp + " " + (isTombstone() ? "tombstone" : content);
  }
}
