package dev.headwater.store;

import org.jspecify.annotations.Nullable;

/**
 * What a store holds of a key: who wrote it and when, and its value or its deletion. Immutable; the
 * same entry, byte for byte, travels through all layers.
 */
public final class Entry {

  private final Key key;
  private final Stamp stamp;
  private final Content content;
  private volatile @Nullable ContentHash hash;

  private Entry(Key key, Stamp stamp, Content content) {
    this.key = key;
    this.stamp = stamp;
    this.content = content;
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

  /** Whether this is a value whose time has passed; a tombstone never expires. */
  public boolean isExpiredAt(long nowMillis) {
    return content instanceof EncodedValue value && value.isExpiredAt(nowMillis);
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
