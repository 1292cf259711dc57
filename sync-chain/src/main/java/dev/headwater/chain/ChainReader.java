package dev.headwater.chain;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.background.Waits;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries out reads: memory first, then one walk per key at a time. */
final class ChainReader {

  /** How many loads of others a caller joins whose answers a write has overtaken. */
  private static final int MAX_JOINS = 4;

  private final ChainShape shape;
  private final Store[] stores;
  private final String[] names;
  private final LocalCopies copies;
  private final Pending pending;
  private final InstantSource time;
  private final Backfills backfills;
  private final SingleFlight flights;
  private final ChainListener listener;
  private final int firstWalked;

  /* The hottest path has its own fields: what is on top, and whether anybody listens. */
  private final @Nullable Store top;
  private final boolean heard;

  /**
   * @param stores the layers' stores as they are to be called, in the order of the layers
   * @param firstWalked the number of layers on top that {@link LocalCopies} keeps
   */
  ChainReader(
      ChainShape shape,
      List<Store> stores,
      int firstWalked,
      LocalCopies copies,
      Pending pending,
      Backfills backfills,
      Waits waits,
      ChainSettings settings) {
    this.shape = shape;
    this.stores = stores.toArray(Store[]::new);
    this.names = shape.layers().stream().map(Layer::name).toArray(String[]::new);
    this.firstWalked = firstWalked;
    this.copies = copies;
    this.pending = pending;
    this.time = settings.time();
    this.backfills = backfills;
    this.flights = new SingleFlight(ChainStore.name(shape), shape.timeoutMillis(), waits);
    this.listener = settings.listener();
    this.top = firstWalked == 0 ? null : stores.get(0);
    this.heard = listener != ChainListener.NONE;
  }

  @Nullable Entry read(Key key) {
    if (top == null) {
      return load(key);
    }
    Entry entry = top.read(key);
    if (entry == null) {
      listener.miss(names[0], key);
      entry = inMemory(key, 1);
      return entry != null ? entry : load(key);
    }
    if (heard) {
      listener.hit(names[0], key);
    }
    return entry;
  }

  private @Nullable Entry inMemory(Key key, int from) {
    for (int layer = from; layer < firstWalked; layer++) {
      Entry entry = stores[layer].read(key);
      if (entry != null) {
        listener.hit(names[layer], key);
        if (layer > 0) {
          copies.arrived(entry, copies.ticket(key));
        }
        return entry;
      }
      listener.miss(names[layer], key);
    }
    return null;
  }

  private @Nullable Entry load(Key key) {
    if (copies.isKnownAbsent(key)) {
      return null;
    }
    for (int joins = 0; joins < MAX_JOINS && !copies.isInDoubt(key); joins++) {
      SingleFlight.Flight mine = flights.lead(key, copies.floor(key));
      if (mine != null) {
        return loadAlone(key, mine);
      }
      SingleFlight.Flight other = flights.underWay(key);
      if (other != null) {
        Entry entry = flights.join(key, other);
        if (!other.isOvertaken(copies.floor(key), entry)) {
          return entry;
        }
      }
    }
    return walk(key);
  }

  private @Nullable Entry loadAlone(Key key, SingleFlight.Flight flight) {
    try {
      Entry arrived = arrivedMeanwhile(key);
      Entry entry = arrived != null || copies.isKnownAbsent(key) ? arrived : walk(key);
      flights.land(key, flight, entry);
      return entry;
    } catch (RuntimeException | Error e) {
      flights.crash(key, flight, e);
      throw e;
    }
  }

  /* Another's load may have ended between this caller's look into memory and its own lead. */
  private @Nullable Entry arrivedMeanwhile(Key key) {
    for (int layer = 0; layer < firstWalked; layer++) {
      Entry entry = stores[layer].read(key);
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  /* The ticket comes before the look at what is pending: what is decided between, the walk finds. */
  private Walk walkOf(Key key) {
    Walk walk = new Walk(key, shape, copies.ticket(key));
    Entry undecided = pending.newest(key);
    if (undecided != null) {
      walk.undecided(undecided);
    }
    return walk;
  }

  private @Nullable Entry walk(Key key) {
    Walk walk = walkOf(key);
    for (int layer = firstWalked; layer < stores.length && !walk.isOver(); layer++) {
      if (shape.layers().get(layer).admits(key)) {
        ask(walk, layer);
      }
    }
    return conclude(walk);
  }

  private void ask(Walk walk, int layer) {
    try {
      heard(walk, layer, stores[layer].read(walk.key()));
    } catch (StoreException e) {
      failed(walk, layer, e);
    }
  }

  ReadBatch readAll(Collection<Key> keys) {
    Found found = new Found(new LinkedHashMap<>(), new LinkedHashMap<>());
    List<Led> led = new ArrayList<>();
    List<Key> joined = new ArrayList<>();
    for (Key key : new LinkedHashSet<>(keys)) {
      Entry entry = inMemory(key, 0);
      if (entry != null) {
        found.entries().put(key, entry);
      } else if (!copies.isKnownAbsent(key)) {
        SingleFlight.Flight flight =
            copies.isInDoubt(key) ? SingleFlight.alone() : flights.lead(key, copies.floor(key));
        Entry arrived = flight == null ? null : arrivedMeanwhile(key);
        if (flight == null) {
          joined.add(key);
        } else if (arrived != null) {
          flights.land(key, flight, arrived);
          found.entries().put(key, arrived);
        } else {
          led.add(new Led(walkOf(key), flight));
        }
      }
    }
    // What this call leads comes first: waiting before would let two callers wait for each other.
    walkAll(led, found);
    joined.forEach(key -> found.collect(key, () -> load(key)));
    return new ReadBatch(found.entries(), found.corrupt());
  }

  /** A walk that this call leads. */
  private record Led(Walk walk, SingleFlight.Flight flight) {}

  /** What a batch has found so far. */
  private record Found(Map<Key, Entry> entries, Map<Key, CorruptEntryException> corrupt) {
    void collect(Key key, Supplier<@Nullable Entry> load) {
      try {
        Entry entry = load.get();
        if (entry != null) {
          entries.put(key, entry);
        }
      } catch (CorruptEntryException e) {
        corrupt.put(key, e);
      }
    }
  }

  /* Walks all keys together, layer by layer, and ends all flights, whatever happens. */
  private void walkAll(List<Led> led, Found found) {
    try {
      for (int layer = firstWalked; layer < stores.length; layer++) {
        ask(layer, walks(led, layer));
      }
    } catch (RuntimeException | Error e) {
      led.forEach(one -> flights.crash(one.walk().key(), one.flight(), e));
      throw e;
    }
    StoreException error = null;
    for (Led one : led) {
      try {
        found.collect(one.walk().key(), () -> land(one));
      } catch (StoreException e) {
        error = e;
      }
    }
    if (error != null) {
      throw error;
    }
  }

  private List<Walk> walks(List<Led> led, int layer) {
    return led.stream()
        .map(Led::walk)
        .filter(walk -> !walk.isOver() && shape.layers().get(layer).admits(walk.key()))
        .toList();
  }

  private @Nullable Entry land(Led led) {
    Key key = led.walk().key();
    try {
      Entry entry = conclude(led.walk());
      flights.land(key, led.flight(), entry);
      return entry;
    } catch (StoreException e) {
      flights.crash(key, led.flight(), e);
      throw e;
    }
  }

  private void ask(int layer, List<Walk> walks) {
    if (walks.isEmpty()) {
      return;
    }
    ReadBatch batch;
    try {
      batch = stores[layer].readAll(walks.stream().map(Walk::key).toList());
    } catch (StoreException e) {
      walks.forEach(walk -> failed(walk, layer, e));
      return;
    }
    for (Walk walk : walks) {
      CorruptEntryException damage = batch.corrupt().get(walk.key());
      if (damage != null) {
        failed(walk, layer, damage);
      } else {
        heard(walk, layer, batch.entries().get(walk.key()));
      }
    }
  }

  private void heard(Walk walk, int layer, @Nullable Entry entry) {
    String name = names[layer];
    Key key = walk.key();
    if (entry == null) {
      listener.miss(name, key);
    } else if (layer != shape.authorityIndex() && copies.doubts(key, entry.stamp())) {
      listener.stale(name, key);
    } else {
      believe(walk, layer, entry);
    }
  }

  private void believe(Walk walk, int layer, Entry entry) {
    // Only what was seen before the walk began counts: a write that came between is just newer.
    Stamp floor = layer == shape.authorityIndex() ? walk.ticket().floor() : null;
    if (floor != null && floor.isAfter(entry.stamp()) && isStillSeen(walk.key(), entry)) {
      listener.stale(names[layer], walk.key());
      walk.wentBack(layer, entry, floor);
    } else {
      listener.hit(names[layer], walk.key());
      walk.hit(layer, entry);
    }
  }

  /* A write that was withdrawn since the walk began is as if it had never been seen. */
  private boolean isStillSeen(Key key, Entry older) {
    Stamp now = copies.floor(key);
    return now != null && now.isAfter(older.stamp());
  }

  private void failed(Walk walk, int layer, StoreException error) {
    listener.failed(names[layer], error);
    walk.failed(layer, error);
  }

  private @Nullable Entry conclude(Walk walk) {
    Entry entry = walk.answer();
    if (walk.foundAt() == Walk.UNDECIDED) {
      return concludeUndecided(entry);
    }
    if (entry == null) {
      copies.arrivedAbsent(walk.key(), walk.ticket());
    } else {
      copies.arrived(entry, walk.ticket());
      backfills.give(entry, firstWalked, walk.foundAt());
    }
    return entry;
  }

  private @Nullable Entry concludeUndecided(@Nullable Entry entry) {
    if (entry == null || entry.isExpiredAt(time.millis())) {
      return null;
    }
    copies.accepted(entry);
    return entry;
  }
}
