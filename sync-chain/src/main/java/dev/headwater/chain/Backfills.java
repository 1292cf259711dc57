package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.Write;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * Copies entries that were found below into the layers above that are not in memory. Never in the
 * reader's way: it runs in the background, and when too much of it waits, it is left out.
 */
final class Backfills {

  private static final int MAX_WAITING = 1024;

  private final ChainShape shape;
  private final List<Store> stores;
  private final Executor executor;
  private final ChainListener listener;
  private final Semaphore places = new Semaphore(MAX_WAITING);

  Backfills(ChainShape shape, List<Store> stores, Executor executor, ChainListener listener) {
    this.shape = shape;
    this.stores = List.copyOf(stores);
    this.executor = executor;
    this.listener = listener;
  }

  /** Copies the entry into the layers from {@code first} to above {@code foundAt}. */
  void give(Entry entry, int first, int foundAt) {
    if (first >= foundAt || !places.tryAcquire()) {
      return;
    }
    try {
      executor.execute(
          () -> {
            try {
              copy(entry, first, foundAt);
            } finally {
              places.release();
            }
          });
    } catch (RejectedExecutionException closed) {
      places.release();
    }
  }

  private void copy(Entry entry, int first, int foundAt) {
    for (int layer = foundAt - 1; layer >= first; layer--) {
      if (takes(layer, entry)) {
        copy(entry, layer);
      }
    }
  }

  private void copy(Entry entry, int layer) {
    String name = shape.layers().get(layer).name();
    try {
      if (stores.get(layer).merge(Write.of(entry)).wrote()) {
        listener.backfilled(name, entry.key());
      }
    } catch (StoreException e) {
      listener.failed(name, e);
    } catch (IllegalStateException closed) {
      // The chain was closed meanwhile; a backfill is never owed.
    }
  }

  private boolean takes(int layer, Entry entry) {
    return shape.layers().get(layer).isWritten()
        && entry.valueBytes() <= stores.get(layer).capabilities().limits().maxValueBytes();
  }
}
