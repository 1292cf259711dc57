package dev.headwater.chain;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out walks: asks one layer after the other, believes what is not older than what was seen,
 * and keeps the answer in the layers above. A layer that is late is not waited for where another
 * one can answer; if none can, it is waited for after all.
 */
final class Walker {

  private final ChainShape shape;
  private final Store[] stores;
  private final String[] names;
  private final int firstWalked;
  private final LocalCopies copies;
  private final Pending pending;
  private final Backfills backfills;
  private final Replicas replicas;
  private final InstantSource time;
  private final ChainListener listener;

  /* Keys that the authority was asked for and nobody waits for; as many as there are late calls. */
  private final Set<Key> awaited = ConcurrentHashMap.newKeySet();

  /**
   * @param stores the layers' stores as they are to be called, in the order of the layers
   * @param firstWalked the number of layers on top that {@link LocalCopies} keeps
   */
  Walker(
      ChainShape shape,
      List<Store> stores,
      int firstWalked,
      LocalCopies copies,
      Pending pending,
      Backfills backfills,
      Replicas replicas,
      ChainSettings settings) {
    this.shape = shape;
    this.stores = stores.toArray(Store[]::new);
    this.names = shape.layers().stream().map(Layer::name).toArray(String[]::new);
    this.firstWalked = firstWalked;
    this.copies = copies;
    this.pending = pending;
    this.backfills = backfills;
    this.replicas = replicas;
    this.time = settings.time();
    this.listener = settings.listener();
  }

  /** What layers that were not waited for still owe to these walks. */
  private record Overdue(int layer, List<Walk> walks, Supplier<ReadBatch> rest) {}

  /**
   * Begins a walk, which an own write ends that is pending. The ticket comes before the look at
   * what is pending: what is decided between, the walk finds.
   */
  Walk begin(Key key, Walk.Terms terms) {
    Walk walk = beginBelow(key, terms);
    walk.mayBeOwn();
    Entry undecided = pending.newest(key);
    if (undecided != null) {
      walk.undecided(undecided);
    }
    return walk;
  }

  /** Begins a walk that passes by own writes that are pending. */
  Walk beginBelow(Key key, Walk.Terms terms) {
    return new Walk(key, shape, copies.ticket(key), terms, replicas.covering(key));
  }

  /** Walks down for one key. */
  Walk.Result walk(Walk walk) {
    List<Overdue> overdue = new ArrayList<>(0);
    for (int layer = firstWalked; layer < stores.length; layer++) {
      if (wants(walk, layer)) {
        ask(walk, layer, overdue);
      }
    }
    overdue.forEach(this::waitAfterAll);
    bringUp(List.of(walk));
    askForExpired(walk);
    settleAbsence(walk, replicas.look());
    return conclude(walk);
  }

  /** Walks down for several keys together; each walk is concluded on its own. */
  void walkAll(List<Walk> walks) {
    List<Overdue> overdue = new ArrayList<>(0);
    for (int layer = firstWalked; layer < stores.length; layer++) {
      int asked = layer;
      askAll(walks.stream().filter(walk -> wants(walk, asked)).toList(), layer, overdue);
    }
    overdue.forEach(this::waitAfterAll);
    bringUp(walks);
    walks.forEach(this::askForExpired);
    Replicas.Look look = replicas.look();
    walks.forEach(walk -> settleAbsence(walk, look));
  }

  // --- asking ---

  private boolean wants(Walk walk, int layer) {
    return walk.wants(layer) && shape.layers().get(layer).admits(walk.key());
  }

  private void ask(Walk walk, int layer, List<Overdue> overdue) {
    Key key = walk.key();
    try {
      if (!walk.hasOtherWay(layer) || !(stores[layer] instanceof GuardedStore guarded)) {
        heard(walk, layer, stores[layer].read(key));
        return;
      }
      if (layer == shape.authorityIndex() && awaited.contains(key)) {
        isLate(List.of(walk), layer, "an earlier call for the key has not been answered yet");
        return;
      }
      Soon<@Nullable Entry> soon = guarded.readSoon(key);
      if (soon instanceof Soon.Answered<@Nullable Entry> answered) {
        heard(walk, layer, answered.answer());
      } else if (soon instanceof Soon.Late<@Nullable Entry> late) {
        List<Walk> walks = List.of(walk);
        isLate(walks, layer, late.why());
        overdue.add(new Overdue(layer, walks, () -> batch(key, late.rest().get())));
        keepWhenAnswered(walk, layer, late.call());
      }
    } catch (StoreException e) {
      failed(walk, layer, e);
    }
  }

  private void askAll(List<Walk> walks, int layer, List<Overdue> overdue) {
    if (walks.isEmpty()) {
      return;
    }
    List<Key> keys = walks.stream().map(Walk::key).toList();
    boolean hasOtherWay = walks.stream().allMatch(walk -> walk.hasOtherWay(layer));
    try {
      if (!hasOtherWay || !(stores[layer] instanceof GuardedStore guarded)) {
        heardAll(walks, layer, stores[layer].readAll(keys));
        return;
      }
      Soon<ReadBatch> soon = guarded.readAllSoon(keys);
      if (soon instanceof Soon.Answered<ReadBatch> answered) {
        heardAll(walks, layer, answered.answer());
      } else if (soon instanceof Soon.Late<ReadBatch> late) {
        isLate(walks, layer, late.why());
        overdue.add(new Overdue(layer, walks, late.rest()));
        keepWhenAnswered(walks, layer, late.call());
      }
    } catch (StoreException e) {
      walks.forEach(walk -> failed(walk, layer, e));
    }
  }

  private static ReadBatch batch(Key key, @Nullable Entry entry) {
    return new ReadBatch(entry == null ? Map.of() : Map.of(key, entry), Map.of());
  }

  private void isLate(List<Walk> walks, int layer, String why) {
    StoreException error =
        new StoreUnavailableException(Subject.of(stores[layer], "read", walks.get(0).key()), why);
    listener.failed(names[layer], error);
    walks.forEach(walk -> walk.failed(layer, error));
  }

  /* Nothing else had an answer, so the layer that was late is the only one that may have one. */
  private void waitAfterAll(Overdue overdue) {
    List<Walk> waiting = overdue.walks().stream().filter(Walk::isWithoutAnswer).toList();
    if (waiting.isEmpty()) {
      return;
    }
    try {
      heardAll(waiting, overdue.layer(), overdue.rest().get());
    } catch (StoreException e) {
      waiting.forEach(walk -> failed(walk, overdue.layer(), e));
    }
  }

  /*
   * What was found below the authority is given to it before the reader is told: else the authority
   * could take an older write then, and listings would show less than was read. Where it could have
   * a newer one, what was found is no answer.
   */
  private void bringUp(List<Walk> walks) {
    List<Walk> behind = walks.stream().filter(this::canBringUp).toList();
    if (behind.isEmpty()) {
      return;
    }
    try {
      backfills.bringUp(behind.stream().map(Walk::foundBelow).filter(Objects::nonNull).toList());
    } catch (RejectedException e) {
      if (behind.size() > 1) {
        behind.forEach(walk -> bringUp(List.of(walk)));
      } else {
        listener.failed(shape.authority().name(), e); // it stays below
      }
    } catch (StoreException e) {
      listener.failed(shape.authority().name(), e);
      behind.forEach(walk -> walk.inDoubt(shape.authorityIndex(), e));
    }
  }

  private boolean canBringUp(Walk walk) {
    Entry found = walk.foundBelow();
    return found != null && backfills.canBringUp(found);
  }

  /*
   * What was found below a complete layer may be older than what expired there: the layer has it no
   * more for a reader, and what is below was not told of it yet.
   */
  private void askForExpired(Walk walk) {
    for (int layer = shape.authorityIndex(); layer < walk.foundAt(); layer++) {
      if (shape.layers().get(layer).admits(walk.key())) {
        askForExpired(walk, layer);
      }
    }
  }

  private void askForExpired(Walk walk, int layer) {
    try {
      Entry held = Holdings.of(stores[layer], walk.key());
      if (held != null) {
        seenBelow(layer, held);
        walk.holds(layer, held, time.millis());
      }
    } catch (StoreException e) {
      listener.failed(names[layer], e);
      walk.inDoubt(layer, e);
    }
  }

  /* What could not be asked is known to hold nothing, if the authority speaks for it. */
  private void settleAbsence(Walk walk, Replicas.Look look) {
    List<Replicas.Cover> covers = walk.coversOfAbsence();
    try {
      if (!covers.isEmpty() && covers.stream().allMatch(look::confirms) && !wasSeen(walk)) {
        walk.concludeAbsent();
      }
    } catch (StoreException e) {
      listener.failed(shape.authority().name(), e);
    }
  }

  /* Something was seen of the key, and it has not just expired in the authority. */
  private boolean wasSeen(Walk walk) {
    Stamp floor = walk.ticket().floor();
    if (floor == null) {
      return false;
    }
    Entry held = Holdings.of(stores[shape.authorityIndex()], walk.key());
    return held == null || held.isLiveAt(time.millis()) || floor.isAfter(held.stamp());
  }

  /* The reader has gone; what the authority says is kept for the next one, who need not ask. */
  private void keepWhenAnswered(
      Walk walk, int layer, @Nullable BackgroundCall<@Nullable Entry> call) {
    if (call != null && layer == shape.authorityIndex()) {
      Key key = walk.key();
      awaited.add(key);
      call.whenEnded(
          entry -> keep(walk.again(), layer, batch(key, entry)), () -> awaited.remove(key));
    }
  }

  private void keepWhenAnswered(
      List<Walk> walks, int layer, @Nullable BackgroundCall<ReadBatch> call) {
    if (call != null && layer == shape.authorityIndex()) {
      call.whenEnded(batch -> walks.forEach(walk -> keep(walk.again(), layer, batch)), () -> {});
    }
  }

  private void keep(Walk walk, int layer, ReadBatch batch) {
    heardAll(List.of(walk), layer, batch);
    Walk.Result unused = conclude(walk);
  }

  // --- hearing ---

  private void heardAll(List<Walk> walks, int layer, ReadBatch batch) {
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
      walk.lacks(layer);
    } else if (isDoubted(walk, layer, entry)) {
      listener.stale(name, key);
    } else {
      believe(walk, layer, entry);
    }
  }

  /* A cache may hold anything old; below the authority, only who has seen something newer doubts. */
  private boolean isDoubted(Walk walk, int layer, Entry entry) {
    if (layer < shape.authorityIndex()) {
      return copies.doubts(walk.key(), entry.stamp());
    }
    Stamp floor = layer == shape.authorityIndex() ? null : walk.ticket().floor();
    return floor != null && floor.isAfter(entry.stamp());
  }

  private void believe(Walk walk, int layer, Entry entry) {
    // Only what was seen before the walk began counts: a write that came between is just newer.
    Stamp floor = layer == shape.authorityIndex() ? walk.ticket().floor() : null;
    boolean isOlder = floor != null && floor.isAfter(entry.stamp());
    Entry own = isOlder && walk.isOwnAllowed() ? pending.newest(walk.key()) : null;
    if (own != null) {
      walk.undecided(own); // it came during the walk, and is newer than all that was seen
    } else if (floor != null && isOlder && isStillSeen(walk.key(), entry)) {
      listener.stale(names[layer], walk.key());
      walk.wentBack(layer, entry, floor);
    } else {
      listener.hit(names[layer], walk.key());
      seenBelow(layer, entry);
      walk.hit(layer, entry);
    }
  }

  private void seenBelow(int layer, Entry entry) {
    if (layer > shape.authorityIndex()) {
      replicas.foundBelow(entry);
    }
  }

  /* A write that is undecided, or was withdrawn since the walk began, was not seen below. */
  private boolean isStillSeen(Key key, Entry older) {
    Stamp now = copies.floor(key);
    return now != null && now.isAfter(older.stamp()) && pending.newest(key) == null;
  }

  private void failed(Walk walk, int layer, StoreException error) {
    listener.failed(names[layer], error);
    walk.failed(layer, error);
  }

  // --- ending ---

  /** Ends a walk: keeps its answer where the next reader finds it. */
  Walk.Result conclude(Walk walk) {
    Walk.Result result = walk.result();
    Answer answer = result.answer();
    if (answer == null || answer.isStale()) {
      return result;
    }
    Entry entry = answer.entry();
    Walk.Copy own = walk.own();
    if (walk.isUndecided()) {
      return concludeUndecided(entry, result);
    }
    if (entry == null) {
      if (walk.isWhole()) {
        copies.arrivedAbsent(walk.key(), walk.ticket());
      }
      if (own != null) {
        copies.forgotten(own.entry(), walk.ticket());
      }
    } else {
      copies.arrived(entry, walk.ticket());
      backfills.give(entry, firstWalked, walk.foundAt());
    }
    return result;
  }

  private Walk.Result concludeUndecided(@Nullable Entry entry, Walk.Result result) {
    if (entry == null || entry.isExpiredAt(time.millis())) {
      return Walk.Result.of(Answer.current(null, Answer.OUTBOX));
    }
    copies.accepted(entry);
    return result;
  }
}
