package dev.headwater.chain;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Purge;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.Write;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Copies what the authority holds into the other layers that are written through: those below it
 * first, then the caches from the lowest up. A layer that fails is noted; the others go on.
 */
final class LayerWrites {

  private final ChainShape shape;
  private final List<Store> stores;
  private final ChainListener listener;
  private final List<Integer> through;
  private final List<Integer> behind;

  /**
   * @param firstWalked the number of layers on top that {@link LocalCopies} keeps
   */
  LayerWrites(ChainShape shape, List<Store> stores, int firstWalked, ChainListener listener) {
    this.shape = shape;
    this.stores = List.copyOf(stores);
    this.listener = listener;
    List<Integer> order = order(shape, firstWalked);
    this.behind = order.stream().filter(layer -> shape.layers().get(layer).isBehind()).toList();
    this.through = order.stream().filter(layer -> !behind.contains(layer)).toList();
  }

  private static List<Integer> order(ChainShape shape, int firstWalked) {
    List<Integer> order = new ArrayList<>();
    for (int layer = shape.authorityIndex() + 1; layer < shape.layers().size(); layer++) {
      order.add(layer);
    }
    for (int layer = shape.authorityIndex() - 1; layer >= firstWalked; layer--) {
      order.add(layer);
    }
    order.removeIf(layer -> !shape.layers().get(layer).isWritten());
    return List.copyOf(order);
  }

  /** Whether layers other than the authority are written behind. */
  boolean hasBehind() {
    return !behind.isEmpty();
  }

  /** Whether layers other than the authority are written through. */
  boolean hasThrough() {
    return !through.isEmpty();
  }

  /** The names of the layers other than the authority that get the key later. */
  Set<String> behind(Key key) {
    Set<String> names = new LinkedHashSet<>();
    for (int layer : behind) {
      if (shape.writes(layer, key)) {
        names.add(shape.layers().get(layer).name());
      }
    }
    return names;
  }

  /** Copies the entries; returns which layers failed to take which of them. */
  Map<String, List<Entry>> copy(List<Entry> entries) {
    Map<String, List<Entry>> failed = new LinkedHashMap<>();
    for (int layer : through) {
      List<Entry> concerning =
          entries.stream().filter(entry -> shape.writes(layer, entry.key())).toList();
      String name = shape.layers().get(layer).name();
      try {
        copyTo(layer, concerning);
      } catch (StoreException e) {
        failed.put(name, concerning);
        failed(name, e, concerning);
      } catch (RuntimeException e) { // closed, or broken: the authority has the write all the same
        failed.put(name, concerning);
        failed(name, broken(layer, e), concerning);
      }
    }
    return failed;
  }

  private void failed(String layer, StoreException error, List<Entry> entries) {
    listener.failed(layer, error);
    entries.forEach(entry -> listener.behind(layer, entry.key()));
  }

  private StoreException broken(int layer, RuntimeException error) {
    return new OutcomeUnknownException(
        Subject.of(stores.get(layer), "mergeAll"), "the store failed: " + error, error);
  }

  private void copyTo(int layer, List<Entry> entries) {
    List<Entry> fitting = new ArrayList<>(entries.size());
    List<Purge> tooLarge = new ArrayList<>(0);
    for (Entry entry : entries) {
      if (fits(layer, entry)) {
        fitting.add(entry);
      } else {
        tooLarge.add(Purge.of(entry));
      }
    }
    merge(stores.get(layer), fitting);
    if (!tooLarge.isEmpty()) {
      stores.get(layer).purge(tooLarge);
    }
  }

  private static void merge(Store store, List<Entry> entries) {
    if (entries.size() == 1) {
      store.merge(Write.of(entries.get(0)));
    } else if (!entries.isEmpty()) {
      store.mergeAll(Batch.of(entries));
    }
  }

  private boolean fits(int layer, Entry entry) {
    return entry.valueBytes() <= stores.get(layer).capabilities().limits().maxValueBytes();
  }

  /** Makes all these layers forget. */
  void purge(Collection<Purge> purges) {
    through.forEach(layer -> stores.get(layer).purge(purges));
    behind.forEach(layer -> stores.get(layer).purge(purges));
  }
}
