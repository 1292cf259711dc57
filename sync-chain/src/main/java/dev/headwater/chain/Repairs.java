package dev.headwater.chain;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.Key;
import dev.headwater.store.Purge;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.background.Background;
import dev.headwater.store.background.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies that one layer failed to take, to be given to it again until it takes them: in memory,
 * bounded, the newest of each key. What does not fit any more is given up and told; a sync mends
 * it.
 */
final class Repairs {

  private static final int MAX_KEYS = 10_000;
  private static final int MAX_BATCH = 100;
  private static final Backoff PAUSE = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));

  private final ChainShape shape;
  private final List<Store> stores;
  private final Background background;
  private final ChainSettings settings;
  private final List<Debt> debts;
  private volatile boolean closed;

  Repairs(ChainShape shape, List<Store> stores, Background background, ChainSettings settings) {
    this.shape = shape;
    this.stores = List.copyOf(stores);
    this.background = background;
    this.settings = settings;
    this.debts = stores.stream().map(store -> new Debt()).toList();
  }

  /** What one layer is owed. */
  private static final class Debt {
    final Map<Key, Entry> entries = new LinkedHashMap<>(); // guarded by this
    boolean running; // guarded by this
    int failures; // used by one run at a time
  }

  /** The layer failed to take the entry. */
  void owe(int layer, Entry entry) {
    Debt debt = debts.get(layer);
    boolean full;
    boolean start;
    synchronized (debt) {
      full = debt.entries.size() >= MAX_KEYS && !debt.entries.containsKey(entry.key());
      if (!full) {
        debt.entries.merge(
            entry.key(), entry, (held, given) -> EntryOrder.supersedes(given, held) ? given : held);
      }
      start = !debt.running;
      debt.running = true;
    }
    if (full) {
      settings.listener().repairDropped(name(layer), entry.key());
    }
    if (start) {
      later(layer);
    }
  }

  void close() {
    closed = true;
  }

  private void later(int layer) {
    Debt debt = debts.get(layer);
    Duration pause = PAUSE.after(Math.max(1, debt.failures), settings.random());
    background.timer().schedule(pause, () -> background.executor().execute(() -> repay(layer)));
  }

  private void repay(int layer) {
    Debt debt = debts.get(layer);
    while (!closed) {
      List<Entry> batch;
      synchronized (debt) {
        batch = debt.entries.values().stream().limit(MAX_BATCH).toList();
        debt.running = !batch.isEmpty();
      }
      if (batch.isEmpty()) {
        return;
      }
      try {
        give(stores.get(layer), batch);
        debt.failures = 0;
        settle(layer, batch);
      } catch (RejectedException e) {
        settings.listener().failed(name(layer), e);
        settle(layer, batch); // it will never be taken
      } catch (StoreException e) {
        settings.listener().failed(name(layer), e);
        debt.failures++;
        later(layer);
        return;
      } catch (IllegalStateException e) {
        closed = true; // the store was closed under us
      }
    }
  }

  private static void give(Store store, List<Entry> batch) {
    List<Entry> fitting = new ArrayList<>(batch);
    long maxValueBytes = store.capabilities().limits().maxValueBytes();
    fitting.removeIf(entry -> entry.valueBytes() > maxValueBytes);
    store.mergeAll(Batch.of(fitting));
    if (fitting.size() < batch.size()) {
      List<Entry> tooLarge = new ArrayList<>(batch);
      tooLarge.removeAll(fitting);
      store.purge(tooLarge.stream().map(Purge::of).toList());
    }
  }

  private void settle(int layer, List<Entry> batch) {
    Debt debt = debts.get(layer);
    synchronized (debt) {
      batch.forEach(entry -> debt.entries.remove(entry.key(), entry));
    }
    batch.forEach(entry -> settings.listener().repaired(name(layer), entry.key()));
  }

  private String name(int layer) {
    return shape.layers().get(layer).name();
  }
}
