package dev.headwater.store;

import java.time.Duration;

/**
 * A store's changes from a mark on. Used by one thread at a time, except {@link #close}, which any
 * thread may call and which ends a waiting {@link #poll}.
 *
 * <p>What is promised: every entry that was committed after the mark, and is still held when the
 * feed comes to it, is delivered. What is not: intermediate entries of a key may be left out, an
 * entry may be delivered again, a page has no order but that of commits for one key. Merging what a
 * feed delivers is therefore always right, and enough. What a store forgets (purge, eviction) is
 * not delivered. Expired values and tombstones are.
 *
 * <p>A feed that loses its place (its mark is compacted away, or of another incarnation) begins
 * anew with everything the store holds and says so: {@link FeedPage.Continuity#RESTARTED}.
 */
public interface Feed extends AutoCloseable {

  /**
   * The next changes, waiting for the first of them at most as long as given; an empty page when
   * there were none.
   *
   * @throws StoreUnavailableException if the store could not be asked. The feed keeps its place:
   *     polling again, after a pause of the caller's, goes on without a gap
   */
  FeedPage poll(Duration wait);

  /** Ends the feed. May be repeated. */
  @Override
  void close();
}
