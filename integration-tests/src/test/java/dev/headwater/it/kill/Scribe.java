package dev.headwater.it.kill;

import dev.headwater.chain.Acknowledgement;
import dev.headwater.chain.ChainStore;
import dev.headwater.store.Batch;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Precondition;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One thread that writes its keys as long as it lives, and reads what it wrote. */
final class Scribe implements Runnable {

  private static final int BATCH = 3;

  private final ChainStore chain;
  private final Shape shape;
  private final List<Key> keys;
  private final Told told;
  private final Trap trap;
  private final Random random;
  private final Map<Key, Stamp> acknowledged = new HashMap<>();
  private final Map<Key, Stamp> floors =
      new HashMap<>(); // the newest that was acknowledged or read
  private final Set<Key> uncertain = new HashSet<>();

  /**
   * @param known what the chain holds of the keys; of the others it is not known
   */
  Scribe(
      ChainStore chain,
      Shape shape,
      List<Key> keys,
      Map<Key, Entry> known,
      Told told,
      Trap trap,
      Random random) {
    this.chain = chain;
    this.shape = shape;
    this.keys = keys;
    this.told = told;
    this.trap = trap;
    this.random = random;
    for (Key key : keys) {
      Entry entry = known.get(key);
      if (entry == null) {
        uncertain.add(key);
      } else {
        acknowledged.put(key, entry.stamp());
        floors.put(key, entry.stamp());
      }
    }
  }

  @Override
  public void run() {
    try {
      while (true) {
        writeSomething();
      }
    } catch (RuntimeException | Error e) {
      told.wrong("a writer failed: " + e);
    }
  }

  private void writeSomething() {
    Acknowledgement level = shape.acknowledgement(random);
    Store view = chain.acknowledging(level);
    if (random.nextInt(10) == 0) {
      writeSeveral(view, level);
    } else {
      Key key = keys.get(random.nextInt(keys.size()));
      Write write = new Write(entry(key), precondition(key));
      told.trying(write.entry(), " " + level + " " + write.precondition());
      tell(List.of(write), () -> List.of(view.merge(write)));
    }
  }

  private void writeSeveral(Store view, Acknowledgement level) {
    List<Key> some = new ArrayList<>(keys);
    Collections.shuffle(some, random);
    List<Write> writes = some.subList(0, BATCH).stream().map(key -> Write.of(entry(key))).toList();
    Batch.Atomicity atomicity = random.nextBoolean() ? Batch.Atomicity.ALL : Batch.Atomicity.EACH;
    writes.forEach(write -> told.trying(write.entry(), " " + level + " " + atomicity));
    tell(writes, () -> view.mergeAll(new Batch(writes, atomicity)));
  }

  private Entry entry(Key key) {
    Stamp stamp = chain.clock().next();
    return random.nextInt(6) == 0 ? Entry.tombstone(key, stamp) : value(key, stamp);
  }

  /** The value that is written with this stamp, and with no other; of some keys it is no text. */
  static Entry value(Key key, Stamp stamp) {
    String end = key.text().endsWith("/0") ? "\0" : "";
    String text = "%d/%d of %s%s".formatted(stamp.hlc(), stamp.origin(), key, end);
    return Entry.of(key, stamp, EncodedValue.of(text.getBytes(StandardCharsets.UTF_8), "utf-8"));
  }

  private Precondition precondition(Key key) {
    Stamp before = acknowledged.get(key);
    return before == null || uncertain.contains(key) || random.nextInt(4) != 0
        ? Precondition.none()
        : Precondition.stampIs(before);
  }

  private interface Writing {
    List<MergeOutcome> run();
  }

  private void tell(List<Write> writes, Writing writing) {
    List<MergeOutcome> outcomes;
    try {
      outcomes = writing.run();
    } catch (OutcomeUnknownException e) {
      writes.forEach(write -> unknown(write.entry(), e));
      return;
    } catch (StoreException e) {
      writes.forEach(write -> told.refused(write.key(), write.entry().stamp(), kind(e)));
      return;
    }
    trap.reach(KillPoint.BEFORE_ACKNOWLEDGEMENT);
    for (int i = 0; i < writes.size(); i++) {
      settle(writes.get(i).entry(), outcomes.get(i));
    }
    trap.reach(KillPoint.AFTER_ACKNOWLEDGEMENT);
    writes.forEach(write -> readOwn(write.key()));
  }

  private void unknown(Entry entry, StoreException error) {
    uncertain.add(entry.key());
    told.unknown(entry.key(), entry.stamp(), kind(error));
  }

  private void settle(Entry entry, MergeOutcome outcome) {
    if (outcome.isHeld()) {
      uncertain.remove(entry.key());
      acknowledged.put(entry.key(), entry.stamp());
      floors.put(entry.key(), entry.stamp());
      told.acknowledged(entry.key(), entry.stamp());
    } else {
      told.refused(entry.key(), entry.stamp(), outcome.toString());
      told.wrong("nobody else writes %s, and a write came to %s".formatted(entry, outcome));
    }
  }

  private void readOwn(Key key) {
    try {
      Entry held = chain.read(key);
      Stamp floor = floors.get(key);
      if (floor != null && (held == null || floor.isAfter(held.stamp()))) {
        told.wrong("%s was written or read with %s and is read as %s".formatted(key, floor, held));
      }
      if (held != null) {
        floors.put(key, held.stamp());
      }
      requireSound(key, held);
    } catch (StoreUnavailableException e) {
      // Nobody could be asked, and nothing was made up.
    }
  }

  private void requireSound(Key key, @Nullable Entry held) {
    if (held != null && !held.isTombstone() && !held.equals(value(key, held.stamp()))) {
      told.wrong("%s is read as %s, which nobody wrote".formatted(key, held));
    }
  }

  private static String kind(StoreException error) {
    return error.getClass().getSimpleName() + ": " + error.getMessage();
  }
}
