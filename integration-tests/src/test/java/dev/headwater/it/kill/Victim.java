package dev.headwater.it.kill;

import dev.headwater.chain.ChainListener;
import dev.headwater.chain.ChainStore;
import dev.headwater.chain.ChainStoreBuilder;
import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.StoreException;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.Stores;
import dev.headwater.store.sqlite.SqliteJournal;
import dev.headwater.store.sqlite.SqliteJournalConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** The process that is killed. */
public final class Victim {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Orders orders;
  private final Told told = new Told();
  private final Trap trap;
  private final StoreEnvironment environment =
      new StoreEnvironment(InstantSource.system(), System.getenv());

  private Victim(Orders orders) {
    this.orders = orders;
    this.trap = new Trap(told, orders.armed(), orders.passes());
  }

  /** Does what its arguments say, until it is killed. */
  public static void main(String[] arguments) {
    new Victim(Orders.of(arguments)).live();
  }

  private void live() {
    try {
      ChainStore chain = open();
      switch (orders.task()) {
        case WRITE -> write(chain);
        case DRAIN -> drain(chain);
      }
    } catch (RuntimeException e) {
      told.wrong("it failed: " + e);
      throw e;
    }
  }

  private ChainStore open() {
    OutboxConfig outbox =
        OutboxConfig.journaled(
            new TrappedJournal(SqliteJournal.open(SqliteJournalConfig.of(orders.journal())), trap));
    ChainStoreBuilder builder = ChainStore.builder().outbox(outbox).listener(new Listener());
    builder.cache("memory", Stores.open("memory:?max-bytes=3000", environment)); // it evicts
    orders
        .shape()
        .addTo(
            builder,
            new Shape.Trapped(
                place -> Stores.open(orders.uri(place), environment), trap, orders.weather()));
    return builder.build();
  }

  private void write(ChainStore chain) {
    Map<Key, Entry> known = readAll(chain);
    told.ready();
    for (int thread = 0; thread < Keys.THREADS; thread++) {
      Random random = new Random(orders.seed() + thread);
      Scribe scribe = new Scribe(chain, orders.shape(), Keys.of(thread), known, told, trap, random);
      new Thread(scribe, "scribe-" + thread).start();
    }
    while (true) {
      LockSupport.park();
    }
  }

  private Map<Key, Entry> readAll(ChainStore chain) {
    Map<Key, Entry> known = new HashMap<>();
    for (Key key : Keys.all()) {
      try {
        Entry entry = chain.read(key);
        told.read(key, entry == null ? null : entry.stamp());
        if (entry != null) {
          known.put(key, entry);
        }
      } catch (StoreException e) {
        told.unread(key);
      }
    }
    return known;
  }

  private void drain(ChainStore chain) {
    readAll(chain);
    if (!chain.outbox().flush(PATIENCE)) {
      told.wrong(
          "something is still owed after %s: %s".formatted(PATIENCE, chain.outbox().status()));
    }
    if (!chain.outbox().deadLetters().isEmpty()) {
      told.wrong("there are dead letters: " + chain.outbox().deadLetters());
    }
    readAll(chain);
    chain.close();
    told.drained();
  }

  private final class Listener implements ChainListener {
    @Override
    public void withdrawn(Entry entry, Withdrawal why) {
      told.withdrawn(entry.key(), entry.stamp(), why.name());
    }

    @Override
    public void deadLetter(String layer, Key key, StoreException error) {
      told.wrong("layer %s will never take %s: %s".formatted(layer, key, error));
    }

    @Override
    public void collided(String layer, Entry entry) {
      told.wrong("a stamp was issued twice: %s in %s".formatted(entry, layer));
    }
  }
}
