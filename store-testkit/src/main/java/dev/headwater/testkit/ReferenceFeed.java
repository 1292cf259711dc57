package dev.headwater.testkit;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedPage.Continuity;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.Mark;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A feed of a {@link ReferenceStore}: a scan of the map where it begins at the start or lost its
 * place, and then the log from the revision at which the scan began.
 */
final class ReferenceFeed implements Feed {

  private final ReferenceStore store;
  private final FeedRequest request;
  private ReferencePlace place; // this and the rest are guarded by the data's lock
  private Continuity continuity = Continuity.CONTINUOUS;
  private boolean closed;

  ReferenceFeed(ReferenceStore store, FeedRequest request) {
    this.store = store;
    this.request = request;
    Mark after = request.after();
    if (after == null) {
      place = ReferencePlace.start(store.data());
    } else {
      ReferencePlace known = ReferencePlace.of(after, store.data());
      place = known == null ? restart() : known;
    }
  }

  @Override
  public FeedPage poll(Duration wait) {
    return store.locked(() -> pollLocked(wait.toNanos()));
  }

  private FeedPage pollLocked(long waitNanos) {
    try {
      long left = waitNanos;
      while (true) {
        requireOpen();
        FeedPage page = page();
        if (!page.isEmpty() || page.continuity() == Continuity.RESTARTED || left <= 0) {
          return page;
        }
        left = store.data().changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(
          Subject.of(store, "poll"), "the thread was interrupted", e);
    }
  }

  private FeedPage page() {
    if (!store.data().reaches(place.revision())) {
      place = restart();
    }
    Collected found = new Collected(new ArrayList<>(), new ArrayList<>());
    if (place.isScanning()) {
      scan(found);
    } else {
      follow(found);
    }
    FeedPage page =
        new FeedPage(found.entries, found.corrupt, place.mark(store.data()), continuity);
    continuity = Continuity.CONTINUOUS;
    return page;
  }

  private void scan(Collected found) {
    for (Map.Entry<Key, ReferenceData.Held> held :
        store.data().above(place.scannedTo()).entrySet()) {
      if (found.size() == request.pageSize()) {
        return;
      }
      add(held.getKey(), held.getValue(), found);
      place = place.scannedTo(held.getKey());
    }
    place = place.scanned();
  }

  private void follow(Collected found) {
    for (Map.Entry<Long, Key> change : store.data().changesAfter(place.revision()).entrySet()) {
      if (found.size() == request.pageSize()) {
        return;
      }
      ReferenceData.Held held = store.data().get(change.getValue());
      if (held != null && held.revision() == change.getKey()) {
        add(change.getValue(), held, found);
      }
      place = ReferencePlace.at(change.getKey());
    }
  }

  private void add(Key key, ReferenceData.Held held, Collected found) {
    if (!key.startsWith(request.prefix())) {
      return;
    }
    Entry entry = held.entry();
    if (entry == null) {
      found.corrupt.add(store.corrupt("feed", key));
    } else {
      found.entries.add(entry);
    }
  }

  private ReferencePlace restart() {
    continuity = Continuity.RESTARTED;
    return ReferencePlace.start(store.data());
  }

  private void requireOpen() {
    store.requireOpen();
    if (closed) {
      throw new IllegalStateException("the feed of " + store.name() + " is closed");
    }
  }

  @Override
  public void close() {
    store.data().lock.lock();
    try {
      closed = true;
      store.data().changed.signalAll();
    } finally {
      store.data().lock.unlock();
    }
    store.forget(this);
  }

  private record Collected(List<Entry> entries, List<CorruptEntryException> corrupt) {
    int size() {
      return entries.size() + corrupt.size();
    }
  }
}
