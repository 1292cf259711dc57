package dev.headwater.chain;

import dev.headwater.store.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What a chain knows of a key.
 *
 * @param entry the entry, value or tombstone; {@code null} if the key is absent
 * @param layer the name of the layer that answered, or {@link #OUTBOX}
 * @param freshness whether the answer may be out of date
 */
public record Answer(@Nullable Entry entry, String layer, Freshness freshness) {

  /** The layer of an own write that the authority has not decided yet. */
  public static final String OUTBOX = "(outbox)";

  /** Whether an answer may be out of date. */
  public enum Freshness {
    /**
     * It comes from the authority, or is a copy that the chain keeps up with the authority's feed,
     * or an own write.
     */
    CURRENT,
    /** It was current once; the chain can't tell whether it still is, or the value has expired. */
    STALE
  }

  static Answer current(@Nullable Entry entry, String layer) {
    return new Answer(entry, layer, Freshness.CURRENT);
  }

  static Answer stale(Entry entry, String layer) {
    return new Answer(entry, layer, Freshness.STALE);
  }

  boolean isStale() {
    return freshness == Freshness.STALE;
  }
}
