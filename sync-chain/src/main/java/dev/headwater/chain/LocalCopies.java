package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import dev.headwater.store.Purge;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import dev.headwater.store.clock.HybridClock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this process holds and knows of keys: the copies in its memory layers, the highest stamps it
 * has seen, and recent absences. The invariant, kept under the key's lock: <b>a local copy is never
 * older than its key's floor</b>. So a hit in memory needs no check, and reads never go backwards.
 */
final class LocalCopies {

  private static final int MAX_PURGED = 10_000;
  private static final Stamp HIGHEST = new Stamp(Long.MAX_VALUE, Long.MAX_VALUE);

  private final List<Layer> layers;
  private final StampFloors floors;
  private final AbsenceCache absences;
  private final Map<Key, Stamp> purged = // guarded by itself
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Stamp> eldest) {
          return size() > MAX_PURGED;
        }
      };
  private final AtomicInteger clearings = new AtomicInteger();
  private final Map<Key, Integer> inDoubt = new ConcurrentHashMap<>(); // how many batches
  private final Pending pending;
  private final HybridClock clock;
  private final ChainListener listener;

  /**
   * @param layers the local layers that the chain may write, top first
   * @param clock is shown every stamp that comes in from elsewhere
   */
  LocalCopies(List<Layer> layers, ChainSettings settings, Pending pending, HybridClock clock) {
    this.layers = List.copyOf(layers);
    this.floors = new StampFloors(settings.rememberedKeys());
    this.absences = new AbsenceCache(settings.time(), settings.absence());
    this.pending = pending;
    this.clock = clock;
    this.listener = settings.listener();
  }

  /**
   * What was known of a key when a walk or a write began; see {@link #arrived}.
   *
   * @param floor the highest stamp that was certain to have been seen; {@code null} if none was
   * @param forgotten how many floors had been forgotten
   * @param told how often a feed had told of it, or of others
   * @param clearings how often all copies had been dropped
   */
  record Ticket(@Nullable Stamp floor, int forgotten, int told, int clearings) {}

  Ticket ticket(Key key) {
    synchronized (floors.lock(key)) {
      return new Ticket(
          floors.exact(key), floors.forgotten(key), floors.toldTimes(key), clearings.get());
    }
  }

  boolean isKnownAbsent(Key key) {
    return absences.contains(key);
  }

  /**
   * An atomic batch of these keys begins. Until {@link #end}, only the authority is believed about
   * them: whoever has seen one of its entries does not find an older copy of another.
   */
  void begin(Collection<Key> keys) {
    for (Key key : keys) {
      synchronized (floors.lock(key)) {
        inDoubt.merge(key, 1, Integer::sum);
        absences.remove(key);
        purge(key, HIGHEST);
      }
    }
  }

  /** Ends what {@link #begin} began. */
  void end(Collection<Key> keys) {
    keys.forEach(
        key -> inDoubt.computeIfPresent(key, (any, count) -> count == 1 ? null : count - 1));
  }

  /** Whether an atomic batch of the key is under way. */
  boolean isInDoubt(Key key) {
    return inDoubt.containsKey(key);
  }

  /** The highest stamp that is certain to have been seen of the key. */
  @Nullable Stamp floor(Key key) {
    synchronized (floors.lock(key)) {
      return floors.exact(key);
    }
  }

  /** Whether a copy with this stamp may be older than what was seen. */
  boolean doubts(Key key, Stamp stamp) {
    synchronized (floors.lock(key)) {
      return isInDoubt(key) || floors.doubts(key, stamp);
    }
  }

  /** Whether something newer than the entry may have been seen, and is not remembered. */
  boolean mayBeOvertaken(Entry entry) {
    Key key = entry.key();
    synchronized (floors.lock(key)) {
      return floors.exact(key) == null && floors.doubts(key, entry.stamp());
    }
  }

  /** A walk that began with the ticket found the entry. Kept unless something newer was seen. */
  void arrived(Entry entry, Ticket ticket) {
    synchronized (floors.lock(entry.key())) {
      if (isCurrent(entry.key(), entry.stamp(), ticket)) {
        absences.remove(entry.key());
        saw(entry.key(), entry.stamp());
        keep(entry, ticket);
      } else {
        sawLate(entry.key(), entry.stamp());
      }
    }
  }

  /* Whether nothing newer has been seen since the ticket, perhaps forgotten again. */
  private boolean isCurrent(Key key, Stamp stamp, Ticket ticket) {
    Stamp floor = floors.exact(key);
    return floor == null ? floors.forgotten(key) == ticket.forgotten() : !floor.isAfter(stamp);
  }

  /* Something newer may have been told, or missed, and would not be told again. */
  private void keep(Entry entry, Ticket ticket) {
    if (clearings.get() != ticket.clearings()
        || floors.toldAbove(entry.key(), entry.stamp(), ticket.told())) {
      purge(entry.key(), entry.stamp());
    } else {
      keep(entry);
    }
  }

  /** A walk that began with the ticket found nothing. */
  void arrivedAbsent(Key key, Ticket ticket) {
    synchronized (floors.lock(key)) {
      if (floors.exact(key) == null
          && floors.forgotten(key) == ticket.forgotten()
          && !floors.toldAbove(key, null, ticket.told())
          && clearings.get() == ticket.clearings()
          && !isInDoubt(key)) {
        absences.add(key);
      }
    }
  }

  /**
   * A reader was given the copy; nothing older is given after it, not even an own write that was
   * accepted meanwhile.
   */
  void served(Entry copy) {
    Key key = copy.key();
    synchronized (floors.lock(key)) {
      floors.raise(key, copy.stamp());
      purge(key, before(copy.stamp()));
      Entry undecided = pending.newest(key);
      if (undecided != null && copy.stamp().isAfter(undecided.stamp())) {
        pending.overtaken(key, copy.stamp());
      }
    }
  }

  /**
   * The authority was asked after the ticket was drawn and holds nothing of the key, so the copy is
   * dropped, unless something was seen of the key since.
   */
  void forgotten(Entry copy, Ticket ticket) {
    Key key = copy.key();
    synchronized (floors.lock(key)) {
      if (Objects.equals(floors.exact(key), ticket.floor())
          && floors.forgotten(key) == ticket.forgotten()
          && pending.newest(key) == null) {
        purge(key, copy.stamp());
      }
    }
  }

  /** The copy in the topmost layer that has one. */
  @Nullable Entry newest(Key key) {
    for (Layer layer : layers) {
      Entry held = layer.store().read(key);
      if (held != null) {
        return held;
      }
    }
    return null;
  }

  /** The value in memory that has expired, if nothing newer was seen; {@code null} for none. */
  Walk.@Nullable Copy expired(Key key) {
    for (int layer = 0; layer < layers.size(); layer++) {
      Entry held = Holdings.of(layers.get(layer).store(), key);
      if (held != null && !held.isTombstone() && !doubts(key, held.stamp())) {
        return new Walk.Copy(held, layer);
      }
    }
    return null;
  }

  /**
   * The authority took the entry from this chain, in a write that began with the ticket. Kept
   * unless something newer was seen.
   *
   * @return whether it is certain that nothing newer was
   */
  boolean wrote(Entry entry, Ticket ticket) {
    Key key = entry.key();
    synchronized (floors.lock(key)) {
      absences.remove(key);
      boolean current = isCurrent(key, entry.stamp(), ticket);
      if (current) {
        saw(key, entry.stamp());
        keep(entry, ticket);
      } else {
        sawLate(key, entry.stamp());
      }
      return current;
    }
  }

  /**
   * The chain accepted the entry, and the authority has not decided it yet. If it has meanwhile,
   * nothing happens: what it decided has been told already.
   */
  void accepted(Entry entry) {
    synchronized (floors.lock(entry.key())) {
      if (!entry.equals(pending.newest(entry.key()))) {
        return;
      }
      absences.remove(entry.key());
      Stamp floor = floors.exact(entry.key());
      if (floor != null && floor.isAfter(entry.stamp())) {
        pending.overtaken(entry.key(), floor); // something newer was seen while it waited
      } else {
        floors.raise(entry.key(), entry.stamp());
        keep(entry);
      }
    }
  }

  /**
   * The authority did not take an entry that was accepted: it is as if it had never been seen.
   *
   * @param held the stamp of what the authority holds instead; {@code null} for nothing
   */
  void withdrawn(Entry entry, @Nullable Stamp held) {
    Key key = entry.key();
    synchronized (floors.lock(key)) {
      absences.remove(key);
      if (entry.stamp().equals(floors.exact(key))) {
        floors.doubt(key, entry.stamp());
      }
      purge(key, entry.stamp());
      if (held != null) {
        saw(key, held);
        purge(key, before(held));
      }
    }
  }

  /**
   * The authority holds an entry with this stamp, as a write that began with the ticket was told;
   * older copies are dropped.
   */
  void heard(Key key, Stamp stamp, Ticket ticket) {
    synchronized (floors.lock(key)) {
      absences.remove(key);
      if (isCurrent(key, stamp, ticket)) {
        saw(key, stamp);
        purge(key, before(stamp));
      } else {
        sawLate(key, stamp);
      }
    }
  }

  /**
   * The authority took, or holds, an entry with this stamp, and nobody knows what was seen since it
   * did; older copies are dropped.
   */
  void learned(Key key, Stamp stamp) {
    synchronized (floors.lock(key)) {
      absences.remove(key);
      sawLate(key, stamp);
    }
  }

  /**
   * Whether this chain purged the key up to that entry not long ago. A feed may still tell of it;
   * it must not come back.
   */
  boolean wasPurged(Entry entry) {
    synchronized (purged) {
      Stamp upTo = purged.get(entry.key());
      return upTo != null && !entry.stamp().isAfter(upTo);
    }
  }

  /** A feed told of the entry: a copy that is older is replaced. Returns whether there was one. */
  boolean changed(Entry entry) {
    synchronized (floors.lock(entry.key())) {
      if (wasPurged(entry)) {
        absences.remove(entry.key());
        purge(entry.key(), before(entry.stamp())); // whatever it is now, the next read asks
        return false;
      }
      absences.remove(entry.key());
      Entry undecided = pending.newest(entry.key());
      boolean older = undecided != null && EntryOrder.supersedes(entry, undecided);
      for (Layer layer : layers) {
        Entry held = layer.store().read(entry.key());
        older |= held != null && EntryOrder.supersedes(entry, held);
      }
      clock.observe(entry.stamp());
      if (older) {
        saw(entry.key(), entry.stamp());
        keep(entry);
      }
      floors.told(entry.key(), entry.stamp());
      return older;
    }
  }

  /** The state of the key is unknown: the next read has to ask. */
  void invalidate(Key key) {
    synchronized (floors.lock(key)) {
      absences.remove(key);
      purge(key, HIGHEST);
    }
  }

  /** The key is about to be purged below: what feeds tell of it must not bring it back. */
  void purging(Purge purge) {
    synchronized (purged) {
      purged.merge(purge.key(), purge.upTo(), (a, b) -> a.isAfter(b) ? a : b);
    }
  }

  /** The key was purged below: nothing is known of it any more. */
  void purged(Purge purge) {
    synchronized (floors.lock(purge.key())) {
      purging(purge);
      Stamp floor = floors.exact(purge.key());
      if (floor != null && !floor.isAfter(purge.upTo())) {
        floors.forget(purge.key());
      }
      for (Layer layer : layers) {
        layer.store().purge(List.of(purge));
      }
    }
  }

  /**
   * How to look up what a layer in memory holds of the key, even if it has expired. The look takes
   * no lock of the copies.
   */
  Supplier<@Nullable Entry> holding(Key key) {
    boolean wasSeen = floor(key) != null; // only what was seen can have expired
    return () -> {
      Entry live = heldLive(key);
      return live == null && wasSeen ? heldExpired(key) : live;
    };
  }

  private @Nullable Entry heldLive(Key key) {
    for (Layer layer : layers) {
      Entry entry = layer.admits(key) ? layer.store().read(key) : null;
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  private @Nullable Entry heldExpired(Key key) {
    for (Layer layer : layers) {
      Entry entry = layer.admits(key) ? Holdings.of(layer.store(), key) : null;
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  /** The authority may hold an entry with this stamp: older copies have to be confirmed. */
  void doubt(Key key, Stamp stamp) {
    synchronized (floors.lock(key)) {
      floors.doubt(key, stamp);
    }
  }

  /** Drops all copies, since changes of an unknown time were missed. Floors stay. */
  void invalidateAll() {
    clearings.incrementAndGet();
    for (Layer layer : layers) {
      invalidateAll(layer.store());
    }
  }

  private static void invalidateAll(Store store) {
    try (EntryCursor cursor = store.list(ListRequest.all(""))) {
      Page page;
      do {
        page = cursor.next();
        store.purge(page.entries().stream().map(Purge::of).toList());
      } while (!page.last());
    }
  }

  /* The authority holds, or held, an entry with this stamp. */
  private void saw(Key key, Stamp stamp) {
    clock.observe(stamp);
    floors.raise(key, stamp);
    pending.overtaken(key, stamp);
  }

  /* As with saw, but something newer may have been seen meanwhile, and forgotten. */
  private void sawLate(Key key, Stamp stamp) {
    clock.observe(stamp);
    floors.doubtBelow(key, stamp);
    pending.overtaken(key, stamp);
    purge(key, before(stamp));
  }

  /* From the lowest up, so that no copy is ever newer than the one below it. */
  private void keep(Entry entry) {
    if (isInDoubt(entry.key())) {
      return;
    }
    for (int i = layers.size() - 1; i >= 0; i--) {
      Layer layer = layers.get(i);
      if (!layer.admits(entry.key())) {
        continue;
      }
      if (entry.valueBytes() > layer.store().capabilities().limits().maxValueBytes()) {
        layer.store().purge(List.of(new Purge(entry.key(), entry.stamp())));
      } else if (layer.store().merge(Write.of(entry)).wrote()) {
        listener.backfilled(layer.name(), entry.key());
      }
    }
  }

  private void purge(Key key, @Nullable Stamp upTo) {
    if (upTo != null) {
      for (Layer layer : layers) {
        layer.store().purge(List.of(new Purge(key, upTo)));
      }
    }
  }

  /* The highest stamp below this one, if there is one. */
  private static @Nullable Stamp before(Stamp stamp) {
    if (stamp.origin() > 1) {
      return new Stamp(stamp.hlc(), stamp.origin() - 1);
    }
    return stamp.hlc() == 0 ? null : new Stamp(stamp.hlc() - 1, Long.MAX_VALUE);
  }
}
