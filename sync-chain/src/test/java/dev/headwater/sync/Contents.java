package dev.headwater.sync;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Page;
import dev.headwater.store.Store;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What stores hold. */
final class Contents {

  private Contents() {}

  /** All readable entries of a store, tombstones and expired values, too. */
  static Map<Key, Entry> of(Store store) {
    Map<Key, Entry> entries = new TreeMap<>();
    try (EntryCursor cursor = store.list(ListRequest.all(""))) {
      Page page;
      do {
        page = cursor.next();
        page.entries().forEach(entry -> entries.put(entry.key(), entry));
      } while (!page.last());
    }
    return entries;
  }

  static void fill(Store store, Entry... entries) {
    fill(store, List.of(entries));
  }

  static void fill(Store store, List<Entry> entries) {
    List<MergeOutcome> outcomes = store.mergeAll(Batch.of(entries));
    if (outcomes.size() != entries.size()) {
      throw new AssertionError("outcomes are missing");
    }
  }
}
