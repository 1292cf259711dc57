package dev.headwater.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a store.
 *
 * @param entries the entries that changed
 * @param corrupt what was written at a key but is no record
 * @param withdrawn what this feed delivered, or a listing of the store showed or hid something by,
 *     before it was decided, and the authority then did not take; what the authority holds of those
 *     keys, if it holds anything, is among the entries. Only {@linkplain FeedRequest#optimistic
 *     optimistic} feeds have any
 * @param mark the position after these changes; a feed from it goes on where this page ends
 * @param continuity whether the page follows the one before without a gap
 * @param outage why the store can't be asked at present, so that the page has nothing but this
 *     process's own writes; {@code null} if it could be asked. Only optimistic feeds say so; others
 *     throw
 */
public record FeedPage(
    List<Entry> entries,
    List<CorruptEntryException> corrupt,
    List<Entry> withdrawn,
    Mark mark,
    Continuity continuity,
    @Nullable StoreException outage) {

  public FeedPage {
    entries = List.copyOf(entries);
    corrupt = List.copyOf(corrupt);
    withdrawn = List.copyOf(withdrawn);
  }

  /** A page in which nothing was withdrawn. */
  public FeedPage(
      List<Entry> entries, List<CorruptEntryException> corrupt, Mark mark, Continuity continuity) {
    this(entries, corrupt, List.of(), mark, continuity, null);
  }

  /** Nothing changed. */
  public static FeedPage empty(Mark mark) {
    return new FeedPage(List.of(), List.of(), mark, Continuity.CONTINUOUS);
  }

  /** Whether nothing changed. */
  public boolean isEmpty() {
    return size() == 0;
  }

  /** How much changed. */
  public int size() {
    return entries.size() + corrupt.size() + withdrawn.size();
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
