package dev.headwater.chain.simulation;

import dev.headwater.chain.Acknowledgement;
import dev.headwater.store.Batch;
import dev.headwater.store.Content;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.Tombstone;
import dev.headwater.store.Write;
import dev.headwater.testkit.simulation.Chance;
import dev.headwater.testkit.simulation.Issued;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the users of a chain do: any operation, on any key. */
final class Deeds {

  private static final int LARGE = 40;

  private final World world;
  private final Chance chance;

  Deeds(World world) {
    this.world = world;
    this.chance = world.chance();
  }

  /** One operation of a process. */
  void any(ChainProcess.Life life) {
    life.node().run(() -> tryTo(life));
  }

  /* Without the disk there are no new stamps. */
  private void tryTo(ChainProcess.Life life) {
    try {
      choose(life);
    } catch (StoreException e) {
      world.trace().add(60, () -> "  %s has no clock: %s".formatted(life.node().name(), e));
      life.client().failed(e);
    }
  }

  private void choose(ChainProcess.Life life) {
    int dice = chance.below(100);
    if (dice < 40) {
      life.client().read(life.chain(), key());
    } else if (dice < 47) {
      life.client().readAll(life.chain(), keys());
    } else if (dice < 52) {
      life.client().list(life.chain(), world.plan().keys(), chance.between(1, 3));
    } else if (dice < 72) {
      write(life, new Write(entry(life, key()), Precondition.none()));
    } else if (dice < 80) {
      write(life, new Write(entry(life, key()), Precondition.absent()));
    } else if (dice < 92) {
      replace(life);
    } else {
      batch(life);
    }
  }

  private void replace(ChainProcess.Life life) {
    Key key = key();
    Entry before = life.client().read(life.chain(), key);
    if (before != null) {
      life.stamps().observe(before.stamp());
      write(life, new Write(entry(life, key), Precondition.stampIs(before.stamp())));
    }
  }

  private void write(ChainProcess.Life life, Write write) {
    Acknowledgement level = chance.pick(world.plan().outboxes().levels());
    Store store = life.chain().acknowledging(level);
    learn(life, life.client().merge(store, write, promise(level)));
  }

  private static Issued.Promise promise(Acknowledgement level) {
    return level == Acknowledgement.LOCAL ? Issued.Promise.ACCEPTED : Issued.Promise.DECIDED;
  }

  private void batch(ChainProcess.Life life) {
    Batch.Atomicity atomicity = chance.perMille(500) ? Batch.Atomicity.ALL : Batch.Atomicity.EACH;
    List<Write> writes = new ArrayList<>();
    for (Key key : keys()) {
      Precondition precondition =
          chance.perMille(200) ? Precondition.absent() : Precondition.none();
      writes.add(new Write(entry(life, key), precondition));
    }
    Acknowledgement level = chance.pick(world.plan().outboxes().levels());
    Issued.Promise promise =
        atomicity == Batch.Atomicity.ALL ? Issued.Promise.DECIDED : promise(level);
    List<MergeOutcome> outcomes =
        life.client()
            .mergeAll(life.chain().acknowledging(level), new Batch(writes, atomicity), promise);
    if (outcomes != null) {
      outcomes.forEach(outcome -> learn(life, outcome));
    }
  }

  private static void learn(ChainProcess.Life life, @Nullable MergeOutcome outcome) {
    if (outcome instanceof MergeOutcome.Superseded superseded) {
      life.stamps().observe(superseded.held());
    }
  }

  private Entry entry(ChainProcess.Life life, Key key) {
    Stamp stamp = life.nextStamp();
    return Entry.of(key, stamp, content());
  }

  private Content content() {
    if (chance.perMille(200)) {
      return Tombstone.TOMBSTONE;
    }
    byte[] bytes = new byte[chance.perMille(100) ? LARGE : 1];
    bytes[0] = (byte) chance.below(100);
    long expiry =
        !world.plan().hasDeep() && chance.perMille(200)
            ? world.time().millis() + chance.below(5_000)
            : EncodedValue.NEVER;
    return EncodedValue.owned(bytes, "bytes", expiry);
  }

  private Key key() {
    return chance.pick(world.plan().keys());
  }

  private Set<Key> keys() {
    Set<Key> keys = new LinkedHashSet<>();
    for (int i = chance.between(1, 3); i > 0; i--) {
      keys.add(key());
    }
    return keys;
  }
}
