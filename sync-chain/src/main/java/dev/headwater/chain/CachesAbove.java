package dev.headwater.chain;

import dev.headwater.chain.outbox.WriteBehind;
import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.Purge;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * The caches above a followed layer that are not in memory. They get newer entries of keys of which
 * they hold, or are still owed, an older copy; others that nobody asked for are not brought up. One
 * that fails is told of, and no obstacle.
 */
final class CachesAbove {

  private final List<LayerAbove> caches;
  private final WriteBehind outbox;
  private final ChainListener listener;

  /**
   * @param caches the lowest first
   */
  CachesAbove(List<LayerAbove> caches, WriteBehind outbox, ChainListener listener) {
    this.caches = List.copyOf(caches);
    this.outbox = outbox;
    this.listener = listener;
  }

  void bring(List<Entry> entries) {
    for (LayerAbove cache : caches) {
      List<Entry> copied = new ArrayList<>();
      List<Entry> owed = new ArrayList<>(0);
      for (Entry entry : cache.concerning(entries)) {
        Entry coming = outbox.owed(cache.name(), entry.key());
        if (coming == null) {
          copied.add(entry);
        } else if (EntryOrder.supersedes(entry, coming)) {
          owed.add(entry);
        }
      }
      owe(cache, owed);
      replaceOlder(cache, copied);
    }
  }

  /* Takes the place of the older copy that would be given to the cache later. */
  private void owe(LayerAbove cache, List<Entry> entries) {
    if (!entries.isEmpty()) {
      outbox
          .owe(entries, List.of(cache.name()))
          .forEach(entry -> listener.repairDropped(cache.name(), entry.key()));
    }
  }

  private void replaceOlder(LayerAbove cache, List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    try {
      ReadBatch held = cache.store().readAll(entries.stream().map(Entry::key).distinct().toList());
      give(cache.store(), entries.stream().filter(entry -> isNewer(entry, held)).toList());
    } catch (StoreException e) {
      listener.failed(cache.name(), e); // the copy stays old until the next change or sync
    }
  }

  private static boolean isNewer(Entry entry, ReadBatch held) {
    Entry copy = held.entries().get(entry.key());
    return copy != null && EntryOrder.supersedes(entry, copy);
  }

  private static void give(Store cache, List<Entry> entries) {
    long maxBytes = cache.capabilities().limits().maxValueBytes();
    List<Entry> fitting = new ArrayList<>(entries.size());
    List<Purge> tooLarge = new ArrayList<>(0);
    for (Entry entry : entries) {
      if (entry.valueBytes() <= maxBytes) {
        fitting.add(entry);
      } else {
        tooLarge.add(Purge.of(entry));
      }
    }
    if (!fitting.isEmpty()) {
      cache.mergeAll(Batch.of(fitting));
    }
    if (!tooLarge.isEmpty()) {
      cache.purge(tooLarge);
    }
  }
}
