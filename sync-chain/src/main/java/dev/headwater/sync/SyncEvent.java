package dev.headwater.sync;

import dev.headwater.store.Key;
import org.jspecify.annotations.Nullable;

/**
 * What a run did with one key, or, in a dry run, would have done.
 *
 * @param kind what happened
 * @param key the key; {@code null} only if held is something that has not even a valid key
 * @param side the side it happened to: the side that was copied to, or that holds what was kept or
 *     held, or whose entry survived a conflict
 * @param reason why, for people; with stamps and sizes, never with a value
 */
public record SyncEvent(Kind kind, @Nullable Key key, Side side, String reason) {

  /** What happened to a key. What was equal on both sides is not told. */
  public enum Kind {
    /** An entry was merged into the side. */
    COPIED,
    /** An entry was merged into the side, and a value that was seen there is not any more. */
    REMOVED,
    /** A mirror left the target's entry, which the source lacks or has in an older form. */
    KEPT,
    /** A record was {@linkplain HeldRecord held}. */
    HELD,
    /**
     * Both sides had an entry of the same stamp and other content. Told in addition to what was
     * done about it.
     */
    CONFLICT
  }
}
