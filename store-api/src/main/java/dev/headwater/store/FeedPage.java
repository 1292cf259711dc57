package dev.headwater.store;

import java.util.List;

/**
 * Changes of a store.
 *
 * @param entries the entries that changed
 * @param corrupt what was written at a key but is no record
 * @param mark the position after these changes; a feed from it goes on where this page ends
 * @param continuity whether the page follows the one before without a gap
 */
public record FeedPage(
    List<Entry> entries, List<CorruptEntryException> corrupt, Mark mark, Continuity continuity) {

  public FeedPage {
    entries = List.copyOf(entries);
    corrupt = List.copyOf(corrupt);
  }

  /** Nothing changed. */
  public static FeedPage empty(Mark mark) {
    return new FeedPage(List.of(), List.of(), mark, Continuity.CONTINUOUS);
  }

  public boolean isEmpty() {
    return entries.isEmpty() && corrupt.isEmpty();
  }

  /** Whether a page follows the one before without a gap. */
  public enum Continuity {
    CONTINUOUS,
    /**
     * The feed lost its place. From here on it delivers everything the store holds, then changes;
     * what the store forgot meanwhile is not told.
     */
    RESTARTED
  }
}
