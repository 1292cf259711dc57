package dev.headwater.sync;

import dev.headwater.store.Key;
import org.jspecify.annotations.Nullable;

/**
 * A key at which two stores are not equal.
 *
 * @param kind in what way
 * @param key the key; {@code null} only for what has not even a valid key
 * @param detail stamps or the reason, for people; never a value
 */
public record CheckFinding(Kind kind, @Nullable Key key, String detail) {

  /** In what way two stores differ at a key. */
  public enum Kind {
    /** The target holds nothing of the key. */
    ONLY_IN_SOURCE,
    /** The source holds nothing of the key. */
    ONLY_IN_TARGET,
    /** Both hold an entry, and one is newer. */
    DIFFER,
    /** A sync would {@linkplain HeldRecord hold} a record of this key. */
    HELD
  }
}
