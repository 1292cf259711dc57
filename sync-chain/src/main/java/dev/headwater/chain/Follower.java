package dev.headwater.chain;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.Page;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.FeedPump;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries the changes of one layer up. Complete layers above get everything, so that they stay
 * complete; caches and memory get what replaces an older copy of theirs.
 *
 * <p>Where there are complete layers above, following begins where it had come to when the chain
 * was last open, if its journal knows, or else with a listing of everything that the layer holds,
 * and what changes since. The place is noted after the layers above have taken what came before it,
 * never earlier, and with it the keys of which they did not get all. Elsewhere following begins
 * with what changes from now on.
 */
final class Follower implements FeedPump.Handler {

  private final Layer layer;
  private final StoresAbove stores;
  private final CachesAbove caches;
  private final LocalCopies copies;
  private final Arrivals arrivals;
  private final FollowMarks marks;
  private final Replicas replicas;
  private final ChainListener listener;
  private volatile FollowPlace.Extent extent = FollowPlace.Extent.of("", "");

  Follower(
      Layer layer,
      StoresAbove stores,
      CachesAbove caches,
      LocalCopies copies,
      Arrivals arrivals,
      FollowMarks marks,
      Replicas replicas,
      ChainListener listener) {
    this.layer = layer;
    this.stores = stores;
    this.caches = caches;
    this.copies = copies;
    this.arrivals = arrivals;
    this.marks = marks;
    this.replicas = replicas;
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
    extent = stores.extentBelow(layer);
    Mark mark = marks.of(layer.name(), extent);
    return FeedRequest.after(mark == null ? bringAll() : mark).known(this::held);
  }

  /** What was cached before may have changed before the feed's first position. */
  @Override
  public void opened() {
    copies.invalidateAll();
    listener.following(layer.name());
  }

  @Override
  public void handle(FeedPage page) {
    if (stores.isEmpty()) {
      Set<Key> unused = bring(page.entries(), page.corrupt());
      return;
    }
    marks.enter(layer.name(), page.mark());
    if (marks.of(layer.name(), extent) == null) {
      Mark unused = bringAll(); // the feed will tell it, too, but not when it has told all
    }
    Set<Key> missing = bring(page.entries(), page.corrupt());
    marks.reached(new FollowPlace(layer.name(), extent, null, page.mark()), missing);
  }

  // --- everything ---

  /* Lists the layer, from where the last listing was left; returns the mark before all of it. */
  private Mark bringAll() {
    Store followed = layer.store();
    Mark head = followed.head();
    FollowPlace left = marks.listing(layer.name(), extent);
    if (left == null || !isSameLife(left.mark(), head)) {
      left = new FollowPlace(layer.name(), extent, null, head);
    }
    Mark before = left.mark();
    Set<Key> missing = bringAfter(left.listedTo(), before);
    if (!isSameLife(before, followed.head())) {
      throw new StoreUnavailableException(
          Subject.of(followed, "list"), "the store was replaced by another while it was listed");
    }
    marks.reached(new FollowPlace(layer.name(), extent, null, before), missing);
    return before;
  }

  private static boolean isSameLife(Mark left, Mark right) {
    return left.incarnation().equals(right.incarnation());
  }

  private Set<Key> bringAfter(@Nullable Key first, Mark before) {
    Set<Key> missing = new HashSet<>();
    try (EntryCursor cursor = layer.store().list(listing(first))) {
      Page page;
      do {
        page = cursor.next();
        missing.addAll(bring(page.entries(), page.corrupt()));
        if (!page.last() && !page.entries().isEmpty()) {
          Key last = page.entries().get(page.entries().size() - 1).key();
          marks.reached(new FollowPlace(layer.name(), extent, last, before), missing);
          missing.clear();
        }
      } while (!page.last());
    }
    return missing;
  }

  private ListRequest listing(@Nullable Key first) {
    return ListRequest.all("").after(first).known(this::held);
  }

  /* Values that the layers above have need not be fetched. */
  private Map<Key, Stamp> held(Collection<Key> keys) {
    Map<Key, Stamp> held = stores.held(keys);
    held.forEach(replicas::broughtUp);
    return held;
  }

  // --- a page ---

  /* Returns the keys of which the layers above did not get all. */
  private Set<Key> bring(List<Entry> told, List<CorruptEntryException> corrupt) {
    Set<Key> missing = new HashSet<>();
    for (CorruptEntryException damage : corrupt) {
      listener.failed(layer.name(), damage);
      Key key = damage.key();
      if (key != null) { // or else it stands where no key is that could be asked for
        missing.add(key);
      }
    }
    arrivals.bring(() -> missing.addAll(bring(told)));
    return missing;
  }

  private Set<Key> bring(List<Entry> told) {
    List<Entry> entries = told.stream().filter(entry -> !copies.wasPurged(entry)).toList();
    Set<Entry> leftOut = stores.bring(entries);
    List<Entry> brought = entries.stream().filter(entry -> !leftOut.contains(entry)).toList();
    if (!stores.isEmpty()) {
      brought.forEach(entry -> replicas.broughtUp(entry.key(), entry.stamp()));
    }
    caches.bring(brought);
    Set<Key> missing = new HashSet<>();
    for (Entry entry : told) {
      if (leftOut.contains(entry) || copies.wasPurged(entry)) {
        missing.add(entry.key());
      }
      if (!leftOut.contains(entry) && copies.changed(entry)) {
        listener.updated(layer.name(), entry.key());
      }
    }
    return missing;
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
