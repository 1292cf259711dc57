package dev.headwater.chain;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Purge;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Copies entries that were found below into the layers above that are not in memory. The authority
 * is given them at once; the others never in the reader's way: in the background, in batches, one
 * at a time for each layer, and when too much of it waits, it is left out.
 */
final class Backfills {

  private static final int MAX_WAITING = 1024;
  private static final int MAX_BATCH = 100;

  private final ChainShape shape;
  private final List<Store> stores;
  private final Executor executor;
  private final LocalCopies copies;
  private final Arrivals arrivals;
  private final Replicas replicas;
  private final ChainListener listener;
  private final List<Waiting> waiting;

  Backfills(
      ChainShape shape,
      List<Store> stores,
      LocalCopies copies,
      Arrivals arrivals,
      Replicas replicas,
      Executor executor,
      ChainListener listener) {
    this.shape = shape;
    this.stores = List.copyOf(stores);
    this.executor = executor;
    this.copies = copies;
    this.arrivals = arrivals;
    this.replicas = replicas;
    this.listener = listener;
    this.waiting = stores.stream().map(store -> new Waiting()).toList();
  }

  /** What one layer is to be given. */
  private static final class Waiting {
    private final Map<Key, Entry> entries = new LinkedHashMap<>();
    private boolean running;

    /** Returns whether somebody has to start giving. */
    synchronized boolean add(Entry entry) {
      if (entries.size() < MAX_WAITING || entries.containsKey(entry.key())) {
        entries.put(entry.key(), entry);
      }
      boolean start = !running;
      running = true;
      return start;
    }

    /** The next batch; empty, and then nobody is giving any more, if there is none. */
    synchronized List<Entry> take() {
      List<Entry> batch = entries.values().stream().limit(MAX_BATCH).toList();
      batch.forEach(entry -> entries.remove(entry.key()));
      running = !batch.isEmpty();
      return batch;
    }
  }

  /** Whether the authority takes the entry, which was found below it. */
  boolean canBringUp(Entry entry) {
    return takes(shape.authorityIndex(), entry);
  }

  /**
   * Gives the entries to the authority, now.
   *
   * @throws StoreException if it does not take them, or could not be asked
   */
  void bringUp(List<Entry> entries) {
    arrivals.bring(() -> merge(entries, shape.authorityIndex()));
  }

  /**
   * Copies the entry into the layers from {@code first} to above {@code foundAt}, but the
   * authority.
   */
  void give(Entry entry, int first, int foundAt) {
    for (int i = foundAt - 1; i >= first; i--) {
      int layer = i;
      boolean copied = layer != shape.authorityIndex() && takes(layer, entry);
      if (copied && waiting.get(layer).add(entry)) {
        executor.execute(() -> giveAll(layer));
      }
    }
  }

  private void giveAll(int layer) {
    List<Entry> batch = waiting.get(layer).take();
    while (!batch.isEmpty()) {
      List<Entry> next = batch;
      arrivals.bring(() -> give(next, layer));
      batch = waiting.get(layer).take();
    }
  }

  private void give(List<Entry> entries, int layer) {
    try {
      merge(entries, layer);
    } catch (StoreException e) {
      listener.failed(shape.layers().get(layer).name(), e);
    }
  }

  private void merge(List<Entry> entries, int layer) {
    List<Entry> batch = entries.stream().filter(entry -> !copies.wasPurged(entry)).toList();
    if (batch.isEmpty()) {
      return;
    }
    Store store = stores.get(layer);
    List<MergeOutcome> outcomes = store.mergeAll(Batch.of(batch));
    for (int i = 0; i < batch.size(); i++) {
      gave(layer, batch.get(i), outcomes.get(i));
    }
    List<Purge> purged = batch.stream().filter(copies::wasPurged).map(Purge::of).toList();
    if (!purged.isEmpty()) {
      store.purge(purged); // the layer may have been purged just before it was given them
    }
  }

  private void gave(int layer, Entry entry, MergeOutcome outcome) {
    if (outcome.wrote()) {
      listener.backfilled(shape.layers().get(layer).name(), entry.key());
    }
    boolean has = !(outcome instanceof MergeOutcome.Failed); // it, or something newer
    if (has && layer == shape.authorityIndex()) {
      replicas.broughtUp(entry.key(), entry.stamp());
    }
  }

  private boolean takes(int layer, Entry entry) {
    return shape.writes(layer, entry.key())
        && entry.valueBytes() <= stores.get(layer).capabilities().limits().maxValueBytes();
  }
}
