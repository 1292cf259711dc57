package dev.headwater.chain;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.FeedPage;
import dev.headwater.store.Key;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.background.FeedPump;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries the changes of one layer up: where a layer above holds an older copy, it gets the newer
 * entry. Keys that nobody asked for are not brought up.
 */
final class Follower implements FeedPump.Handler {

  private final String layer;
  private final Map<String, Store> cachesAbove;
  private final LocalCopies copies;
  private final ChainListener listener;

  /**
   * @param cachesAbove the written layers above this one that are not in memory, the lowest first
   */
  Follower(
      String layer, Map<String, Store> cachesAbove, LocalCopies copies, ChainListener listener) {
    this.layer = layer;
    this.cachesAbove = new LinkedHashMap<>(cachesAbove);
    this.copies = copies;
    this.listener = listener;
  }

  /** What was cached before may have changed before the feed's first position. */
  @Override
  public void opened() {
    copies.invalidateAll();
    listener.following(layer);
  }

  @Override
  public void handle(FeedPage page) {
    page.corrupt().forEach(corrupt -> listener.failed(layer, corrupt));
    List<Entry> entries =
        page.entries().stream().filter(entry -> !copies.wasPurged(entry)).toList();
    cachesAbove.forEach((name, store) -> update(name, store, entries));
    for (Entry entry : page.entries()) {
      if (copies.changed(entry)) {
        listener.updated(layer, entry.key());
      }
    }
  }

  @Override
  public void failed(StoreException error) {
    listener.feedFailed(layer, error);
  }

  @Override
  public void recovered() {
    listener.feedRecovered(layer);
  }

  @Override
  public void ended(Throwable cause) {
    listener.feedEnded(layer, cause);
  }

  private void update(String name, Store store, List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    try {
      ReadBatch held = store.readAll(entries.stream().map(Entry::key).distinct().toList());
      List<Entry> newer = entries.stream().filter(entry -> isNewer(entry, held)).toList();
      if (!newer.isEmpty()) {
        store.mergeAll(Batch.of(newer));
      }
    } catch (StoreException e) {
      listener.failed(name, e); // the copy stays old until the next change or sync
    }
  }

  private static boolean isNewer(Entry entry, ReadBatch held) {
    Key key = entry.key();
    Entry copy = held.entries().get(key);
    return copy != null && EntryOrder.supersedes(entry, copy);
  }
}
