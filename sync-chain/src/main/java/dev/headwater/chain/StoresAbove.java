package dev.headwater.chain;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.clock.HybridClock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The complete layers above a followed one, which get everything that it tells and they do not
 * hold, since what a complete layer does not hold does not exist in it. What one of them will never
 * take is told of and left out.
 */
final class StoresAbove {

  private final List<LayerAbove> stores;
  private final ChainListener listener;
  private final InstantSource time;

  /**
   * @param stores the lowest first
   */
  StoresAbove(List<LayerAbove> stores, ChainListener listener, InstantSource time) {
    this.stores = List.copyOf(stores);
    this.listener = listener;
    this.time = time;
  }

  boolean isEmpty() {
    return stores.isEmpty();
  }

  /**
   * Which stores these are at present above the layer.
   *
   * @throws dev.headwater.store.StoreUnavailableException if one of them can't be asked
   */
  FollowPlace.Extent extentBelow(Layer layer) {
    StringBuilder all = new StringBuilder();
    String topmost = "";
    for (LayerAbove above : stores) {
      topmost = life(above);
      all.append(topmost);
    }
    return FollowPlace.Extent.of(all.append(layer.filter()).toString(), topmost + layer.filter());
  }

  /**
   * Which store the topmost is, in which of its lives, and which keys it gets.
   *
   * @throws dev.headwater.store.StoreUnavailableException if it can't be asked
   */
  String topmost() {
    return life(stores.get(stores.size() - 1));
  }

  private static String life(LayerAbove above) {
    String incarnation = above.store().head().incarnation();
    return "%s %s %s\n".formatted(above.name(), incarnation, above.layer().filter());
  }

  /**
   * The stamps of what the stores hold of these keys: the lowest where they differ; none of a key
   * of which one of them holds nothing.
   *
   * @throws dev.headwater.store.StoreException if one of them can't be asked
   */
  Map<Key, Stamp> held(Collection<Key> keys) {
    Map<Key, Stamp> held = new HashMap<>();
    Set<Key> lacking = new HashSet<>();
    for (LayerAbove above : stores) {
      List<Key> concerning = keys.stream().filter(above.layer()::admits).toList();
      Map<Key, Entry> entries = above.store().readAll(concerning).entries();
      for (Key key : concerning) {
        Entry entry = entries.get(key);
        if (entry == null) {
          lacking.add(key);
        } else {
          held.merge(key, entry.stamp(), (a, b) -> a.isAfter(b) ? b : a);
        }
      }
    }
    held.keySet().removeAll(lacking);
    return held;
  }

  /**
   * Brings the entries up.
   *
   * @return those that were left out
   * @throws dev.headwater.store.StoreException if one of the layers did not take them now; all of
   *     them may be brought again
   */
  Set<Entry> bring(List<Entry> entries) {
    Set<Entry> leftOut = new HashSet<>();
    for (LayerAbove above : stores) {
      List<Entry> concerning =
          above.concerning(entries).stream().filter(entry -> !leftOut.contains(entry)).toList();
      if (!concerning.isEmpty()) {
        leftOut.addAll(bring(above, concerning));
      }
    }
    return leftOut;
  }

  private List<Entry> bring(LayerAbove above, List<Entry> entries) {
    ReadBatch held = above.store().readAll(entries.stream().map(Entry::key).distinct().toList());
    List<Entry> taken = new ArrayList<>();
    List<Entry> leftOut = new ArrayList<>();
    for (Entry entry : entries) {
      Entry copy = held.entries().get(entry.key());
      if (copy != null && !EntryOrder.supersedes(entry, copy)) {
        continue; // often this chain's own write, which comes back
      }
      RejectedException never = never(above, entry);
      if (never == null) {
        taken.add(entry);
      } else {
        listener.failed(above.name(), never);
        leftOut.add(entry);
      }
    }
    leftOut.addAll(merge(above, taken));
    return leftOut;
  }

  private @Nullable RejectedException never(LayerAbove above, Entry entry) {
    long maxBytes = above.store().capabilities().limits().maxValueBytes();
    if (entry.valueBytes() > maxBytes) {
      return rejected(
          above,
          entry,
          Reason.LIMIT,
          "the value has %d bytes, at most %d are allowed; it stays in the layers below"
              .formatted(entry.valueBytes(), maxBytes));
    }
    if (HybridClock.isTooFarAhead(entry.stamp(), time.millis())) {
      return rejected(
          above,
          entry,
          Reason.CLOCK,
          "its stamp is too far in the future; check the clocks of all nodes, then sync");
    }
    return null;
  }

  private static RejectedException rejected(
      LayerAbove above, Entry entry, Reason reason, String what) {
    return new RejectedException(new Subject(above.name(), "follow", entry.key()), reason, what);
  }

  /* Returns what the layer will never take. */
  private List<Entry> merge(LayerAbove above, List<Entry> entries) {
    if (entries.isEmpty()) {
      return List.of();
    }
    try {
      List<MergeOutcome> outcomes = above.store().mergeAll(Batch.of(entries));
      return told(above, entries, outcomes);
    } catch (RejectedException e) {
      if (isPassing(e)) {
        throw e;
      }
      return entries.size() == 1 ? told(above, entries, e) : singly(above, entries);
    }
  }

  private List<Entry> singly(LayerAbove above, List<Entry> entries) {
    List<Entry> leftOut = new ArrayList<>();
    entries.forEach(entry -> leftOut.addAll(merge(above, List.of(entry))));
    return leftOut;
  }

  /* Everything fits by its size: what is full, or set up wrongly, can be mended. */
  private static boolean isPassing(RejectedException error) {
    return switch (error.reason()) {
      case LIMIT, FULL, PERMISSION, CONFIGURATION -> true;
      case UNSUPPORTED, CLOCK -> false;
    };
  }

  private List<Entry> told(LayerAbove above, List<Entry> entries, RejectedException error) {
    listener.failed(above.name(), error);
    return entries;
  }

  private List<Entry> told(LayerAbove above, List<Entry> entries, List<MergeOutcome> outcomes) {
    List<Entry> leftOut = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof MergeOutcome.Failed failed) {
        listener.failed(above.name(), failed.error());
        leftOut.add(entries.get(i));
      } else if (outcomes.get(i) instanceof MergeOutcome.Collided) {
        listener.collided(above.name(), entries.get(i));
      }
    }
    return leftOut;
  }
}
