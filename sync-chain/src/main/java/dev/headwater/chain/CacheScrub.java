package dev.headwater.chain;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import dev.headwater.store.Purge;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a cache that is not in memory holds with the authority, a page at a time, all of it
 * within a given time, and gives it what is newer: whoever was to give it may have died between the
 * authority's write and the cache's. What the authority knows nothing of is left alone. Used by one
 * thread at a time.
 */
final class CacheScrub {

  static final int PAGE = 100;

  /** The shortest pause, so at most 500 copies are compared in a second. */
  static final Duration BREATH = Duration.ofMillis(200);

  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Layer authorityLayer;
  private final Store cache;
  private final Store authority;
  private final LocalCopies known;
  private final Arrivals arrivals;
  private final Duration period;
  private final InstantSource time;
  private final ChainListener listener;

  private @Nullable Key after;
  private int pages; // of this pass
  private Duration pause = BREATH; // nobody knows yet how much there is

  /**
   * @param cache the index of the cache
   * @param stores the layers' stores as they are to be called, in the order of the layers
   */
  CacheScrub(
      ChainShape shape,
      int cache,
      List<Store> stores,
      LocalCopies known,
      Arrivals arrivals,
      ChainSettings settings) {
    this.known = known;
    this.arrivals = arrivals;
    this.authorityLayer = shape.authority();
    this.cache = stores.get(cache);
    this.authority = stores.get(shape.authorityIndex());
    this.period = settings.confirmCopiesEvery();
    this.time = settings.time();
    this.listener = settings.listener();
  }

  /** Compares one page. Returns how long to pause then. */
  Duration step() {
    try {
      Page page = page();
      confirm(live(page));
      pages++;
      return page.last() || page.entries().isEmpty() ? endPass() : goOn(page);
    } catch (StoreException e) {
      listener.failed(e.subject().store(), e);
      return longer(pause, RETRY);
    }
  }

  private Duration goOn(Page page) {
    after = page.entries().get(page.entries().size() - 1).key();
    return pause;
  }

  /* The next one is spread evenly over its time. */
  private Duration endPass() {
    pause = longer(period.dividedBy(pages + 1L), BREATH); // and a little more may be there then
    pages = 0;
    after = null;
    return pause;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private Page page() {
    try (EntryCursor cursor = cache.list(ListRequest.all("").after(after).pageSize(PAGE))) {
      return cursor.next();
    }
  }

  private List<Entry> live(Page page) {
    long now = time.millis();
    return page.entries().stream()
        .filter(entry -> !entry.isExpiredAt(now) && authorityLayer.admits(entry.key()))
        .toList();
  }

  private void confirm(List<Entry> copies) {
    if (copies.isEmpty()) {
      return;
    }
    ReadBatch truth = authority.readAll(copies.stream().map(Entry::key).toList());
    List<Entry> newer = new ArrayList<>();
    for (Entry copy : copies) {
      Entry entry = truth.entries().get(copy.key());
      if (entry != null) {
        if (EntryOrder.supersedes(entry, copy)) {
          newer.add(entry);
        }
      } else if (!truth.corrupt().containsKey(copy.key())) {
        dropIfOutlived(copy);
      }
    }
    arrivals.bring(() -> replace(newer.stream().filter(entry -> !known.wasPurged(entry)).toList()));
  }

  /* It may have been replaced by something that has expired. */
  private void dropIfOutlived(Entry copy) {
    Entry held = Holdings.of(authority, copy.key());
    if (held != null && EntryOrder.supersedes(held, copy)) {
      cache.purge(List.of(Purge.of(copy)));
      listener.updated(authorityLayer.name(), copy.key());
    }
  }

  private void replace(List<Entry> newer) {
    long most = cache.capabilities().limits().maxValueBytes();
    List<Entry> fitting = newer.stream().filter(entry -> entry.valueBytes() <= most).toList();
    List<Purge> tooLarge =
        newer.stream().filter(entry -> entry.valueBytes() > most).map(Purge::of).toList();
    if (!fitting.isEmpty()) {
      cache.mergeAll(Batch.of(fitting));
    }
    if (!tooLarge.isEmpty()) {
      cache.purge(tooLarge);
    }
    newer.forEach(entry -> listener.updated(authorityLayer.name(), entry.key()));
  }
}
