package dev.headwater.store;

import java.util.List;

/**
 * Changes of a store.
 *
 * @param entries the entries that changed
 * @param corrupt what was written at a key but is no record
 * @param withdrawn what this feed delivered before it was decided, and the authority then did not
 *     take; only feeds of chains that acknowledge early have any
 * @param mark the position after these changes; a feed from it goes on where this page ends
 * @param continuity whether the page follows the one before without a gap
 */
public record FeedPage(
    List<Entry> entries,
    List<CorruptEntryException> corrupt,
    List<Entry> withdrawn,
    Mark mark,
    Continuity continuity) {

  public FeedPage {
    entries = List.copyOf(entries);
    corrupt = List.copyOf(corrupt);
    withdrawn = List.copyOf(withdrawn);
  }

  /** A page in which nothing was withdrawn. */
  public FeedPage(
      List<Entry> entries, List<CorruptEntryException> corrupt, Mark mark, Continuity continuity) {
    this(entries, corrupt, List.of(), mark, continuity);
  }

  /** Nothing changed. */
  public static FeedPage empty(Mark mark) {
    return new FeedPage(List.of(), List.of(), mark, Continuity.CONTINUOUS);
  }

  public boolean isEmpty() {
    return entries.isEmpty() && corrupt.isEmpty() && withdrawn.isEmpty();
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
