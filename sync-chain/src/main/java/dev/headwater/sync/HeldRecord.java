package dev.headwater.sync;

import dev.headwater.store.Key;
import org.jspecify.annotations.Nullable;

/**
 * A record that was left as it is because copying or replacing it would be wrong or impossible. It
 * does not stop a run, and every later run meets it again until a person mends it.
 *
 * @param key the key, or {@code null} if a store holds something that has not even a valid key
 * @param side the store that holds the record
 * @param reason why it was held
 * @param explanation the reason for people, with stamps and sizes, never with a value
 */
public record HeldRecord(@Nullable Key key, Side side, Reason reason, String explanation) {

  /** Why a record was held. */
  public enum Reason {
    /** It is no record. It is never overwritten. */
    CORRUPT,
    /** Its stamp is further in the future than clocks may differ. */
    FUTURE_STAMP,
    /** Its value is longer than the other store takes. */
    TOO_LARGE,
    /** The other store rejected it. */
    REJECTED,
    /** It would remove a value, after as many removals as the run may make. */
    DELETE_LIMIT
  }
}
