package dev.headwater.chain;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.background.FeedPump;
import java.util.List;
import java.util.Set;

/**
 * Carries the changes of one layer up. Complete layers above get everything, so that they stay
 * complete; caches and memory get what replaces an older copy of theirs.
 *
 * <p>Where there are complete layers above, following begins where it had come to when the chain
 * was last open, if its journal knows, or else with everything that the layer holds. The place is
 * noted after the layers above have taken what came before it, never earlier. Elsewhere it begins
 * with what changes from now on.
 */
final class Follower implements FeedPump.Handler {

  private final Layer layer;
  private final StoresAbove stores;
  private final CachesAbove caches;
  private final LocalCopies copies;
  private final Arrivals arrivals;
  private final FollowMarks marks;
  private final ChainListener listener;
  private volatile String extent = "";

  Follower(
      Layer layer,
      StoresAbove stores,
      CachesAbove caches,
      LocalCopies copies,
      Arrivals arrivals,
      FollowMarks marks,
      ChainListener listener) {
    this.layer = layer;
    this.stores = stores;
    this.caches = caches;
    this.copies = copies;
    this.arrivals = arrivals;
    this.marks = marks;
    this.listener = listener;
  }

  /**
   * What of the layer's feed to follow.
   *
   * @throws StoreException if a layer could not be asked
   */
  FeedRequest beginning() {
    Store followed = layer.store();
    if (stores.isEmpty()) {
      return FeedRequest.after(followed.head());
    }
    extent = stores.extent() + layer.filter();
    Mark mark = marks.of(layer.name(), extent);
    return mark == null ? FeedRequest.fromStart() : FeedRequest.after(mark);
  }

  /** What was cached before may have changed before the feed's first position. */
  @Override
  public void opened() {
    copies.invalidateAll();
    listener.following(layer.name());
  }

  @Override
  public void handle(FeedPage page) {
    for (CorruptEntryException corrupt : page.corrupt()) {
      listener.failed(layer.name(), corrupt);
    }
    arrivals.bring(() -> bring(page.entries()));
    if (!stores.isEmpty()) {
      marks.reached(layer.name(), extent, page.mark());
    }
  }

  private void bring(List<Entry> told) {
    List<Entry> entries = told.stream().filter(entry -> !copies.wasPurged(entry)).toList();
    Set<Entry> leftOut = stores.bring(entries);
    List<Entry> brought = entries.stream().filter(entry -> !leftOut.contains(entry)).toList();
    caches.bring(brought);
    for (Entry entry : told) {
      if (!leftOut.contains(entry) && copies.changed(entry)) {
        listener.updated(layer.name(), entry.key());
      }
    }
  }

  @Override
  public void failed(StoreException error) {
    listener.feedFailed(layer.name(), error);
  }

  @Override
  public void recovered() {
    listener.feedRecovered(layer.name());
  }

  @Override
  public void ended(Throwable cause) {
    listener.feedEnded(layer.name(), cause);
  }
}
