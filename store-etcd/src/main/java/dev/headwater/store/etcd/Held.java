package dev.headwater.store.etcd;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What etcd holds of a key: an entry, something that is none, or nothing.
 *
 * @param entry the entry, or {@code null}
 * @param corrupt what is wrong with it, or {@code null}
 * @param modRevision the revision that wrote it; 0 if there is nothing, as etcd compares it
 */
record Held(@Nullable Entry entry, @Nullable CorruptEntryException corrupt, long modRevision) {

  /** Nothing. */
  static final Held NOTHING = new Held(null, null, 0);

  /** The entry, or {@code null} if there is nothing. */
  @Nullable Entry entryOrThrow() {
    if (corrupt != null) {
      throw corrupt;
    }
    return entry;
  }
}
