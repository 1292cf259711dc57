package dev.headwater.chain.outbox;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Purge;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.store.background.Background;
import dev.headwater.store.journal.Journal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The outbox of one chain. Thread-safe. */
public final class WriteBehind implements Outbox {

  private final String name;
  private final Recipients layers;
  private final OutboxConfig config;
  private final Background background;
  private final InstantSource time;
  private final OutboxEvents events;

  private final JournalLog log;
  private final Room room;
  private final List<Lane> lanes;
  private final Book book;
  private final DeadLetters deadLetters;
  private final Admission admission;
  private final LocalWrites localWrites;
  private final Withdrawals withdrawals;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable CompletableFuture<Void> closing;

  /**
   * An outbox that does nothing before it is {@linkplain #start started}.
   *
   * @param name what errors call the chain
   * @param layers the layers that it serves, the topmost first; one of them is the authority
   */
  public WriteBehind(
      String name,
      List<Recipient> layers,
      OutboxConfig config,
      Background background,
      InstantSource time,
      RandomGenerator random,
      OutboxEvents events) {
    this.name = name;
    this.layers = new Recipients(layers);
    this.config = config;
    this.background = background;
    this.time = time;
    this.events = events;
    this.log = new JournalLog(config.journal().orElse(null), background);
    this.room = new Room(config.maxEntries(), config.maxBytes());
    this.lanes = lanes(layers.size(), background, random);
    this.book = new Book(this.layers, lanes, log, room, time);
    this.withdrawals = new Withdrawals(log, events);
    this.deadLetters = new DeadLetters(book, room, time);
    this.admission =
        new Admission(name, room, book, background.waits(), time, config.waitWhenFull());
    this.localWrites = new LocalWrites(name, book, room, admission, log, background.waits(), time);
  }

  private List<Lane> lanes(int count, Background background, RandomGenerator random) {
    List<Lane> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(new Lane(i, background, random, this::atRest));
    }
    return List.copyOf(made);
  }

  /** Brings back what the journal says that is owed, and begins to deliver. */
  public void start() {
    Optional<Journal> journal = config.journal();
    journal.ifPresent(this::recover);
    for (int i = 0; i < layers.count(); i++) {
      lanes.get(i).start(courier(i));
    }
  }

  private void recover(Journal journal) {
    Recovery recovery = new Recovery(journal, book, room, deadLetters, events);
    log.later(recovery.run());
    // What the process asked before it ended may arrive at the authority only now.
    withdrawals.tell(recovery.withdrawals());
    Intents.readLater(recovery.intents(), book, background.timer(), lostAnswersArriveWithin());
  }

  private Lane.Courier courier(int place) {
    return place == layers.authority()
        ? new AuthorityCourier(layers.at(place), book, deadLetters, withdrawals, events)
        : new CopyCourier(layers.at(place), place, book, deadLetters, events);
  }

  // --- what reads see ---

  /** The newest undecided entry of the key, unless something newer was {@link #overtaken}. */
  public @Nullable Entry newest(Key key) {
    return book.newest(key);
  }

  /** Something with this stamp was seen of the key. */
  public void overtaken(Key key, Stamp seen) {
    book.overtaken(key, seen);
  }

  /** {@link #newest} of all keys with this prefix that have one, in no order. */
  public List<Entry> newestUnder(String prefix) {
    return book.hasUndecided() ? book.newestUnder(prefix) : List.of();
  }

  /** All undecided entries of keys with this prefix, in no order. */
  public List<Entry> undecided(String prefix) {
    return book.hasUndecided() ? book.undecided(prefix) : List.of();
  }

  // --- writing ---

  /** Accepts the writes without asking the authority, and gives them to it later. */
  public List<MergeOutcome> accept(List<Write> writes) {
    return localWrites.accept(writes, events);
  }

  /**
   * Notes writes about which the authority is about to be asked.
   *
   * @throws StoreException if there is no room, or they can't be journaled; nothing happened
   */
  public Intents intend(List<Write> writes) {
    Intents intents = new Intents(book, log, background.timer(), lostAnswersArriveWithin());
    try {
      for (Write write : writes) {
        admission.take(write, events);
        intents.add(write, time.millis());
      }
      intents.await();
      return intents;
    } catch (OutcomeUnknownException e) {
      intents.droppedAll();
      throw new StoreUnavailableException(
          new Subject(name, "merge", null),
          "the write could not be journaled; nothing happened",
          e);
    } catch (StoreException e) {
      intents.droppedAll();
      throw e;
    }
  }

  private Duration lostAnswersArriveWithin() {
    return Duration.ofMillis(
        layers.at(layers.authority()).store().capabilities().limits().timeoutMillis());
  }

  /**
   * The authority holds these entries; these layers failed to take them and are owed them. In the
   * journal when this returns, if it takes anything.
   *
   * @return those for which there is no room, and which are not owed
   */
  public List<Entry> owe(Collection<Entry> entries, Collection<String> owedLayers) {
    List<Entry> noRoom = new ArrayList<>();
    Set<JournalLog.Page> pages = new LinkedHashSet<>();
    LayerSet owed = layers.places(owedLayers);
    for (Entry entry : entries) {
      if (room.tryTake(entry)) {
        Item item =
            Item.of(book.nextNumber(), Write.of(entry), Item.State.DECIDED, owed, time.millis());
        pages.add(book.add(item, List.of()));
      } else {
        book.abandoned(entry, owed);
        noRoom.add(entry);
      }
    }
    pages.forEach(this::awaitQuietly);
    return noRoom;
  }

  /* The authority has taken the write: it can't fail any more. */
  private void awaitQuietly(JournalLog.Page page) {
    try {
      log.await(page);
    } catch (StoreException e) {
      events.failed(config.journal().map(Journal::name).orElse(name), e);
    }
  }

  /**
   * Waits until the authority has decided all writes of these keys that were accepted before.
   *
   * @throws StoreUnavailableException if it does not within this time
   */
  public void awaitDecided(Collection<Key> keys, Duration atMost) {
    if (!book.hasUndecided()) {
      return;
    }
    Patience patience = new Patience(background.waits(), time, atMost);
    boolean hurried = false; // once: what fails again pauses again
    for (Key key : keys) {
      CompletableFuture<Void> decided = book.whenDecided(key);
      while (decided != null) {
        if (!hurried) {
          lanes.get(layers.authority()).hurry();
          hurried = true;
        }
        if (!patience.await(decided)) {
          throw new StoreUnavailableException(
              new Subject(name, "merge", key),
              "earlier writes of the key wait for layer '%s', which has not decided them yet"
                  .formatted(layers.name(layers.authority())));
        }
        decided = book.whenDecided(key);
      }
    }
  }

  /** The names of the layers whose business the key is. */
  public List<String> layers(Key key) {
    return layers.names(layers.all(key));
  }

  /** Waits until these entries are owed to no layer any more, or the time is up. */
  public void awaitDelivered(Collection<Entry> entries, Duration atMost) {
    if (book.isDrained()) {
      return;
    }
    lanes.forEach(Lane::hurry);
    Patience patience = new Patience(background.waits(), time, atMost);
    for (Entry entry : entries) {
      new Tracking(book, background.waits(), time, entry.key(), entry.stamp()).awaitAll(patience);
    }
  }

  /**
   * Forgets what is owed of the keys up to these stamps, except to the authority, and dead letters
   * about it. On disk when this returns, with what has been delivered: it must not be delivered
   * again after a restart.
   */
  public void forget(Collection<Purge> purges, Duration atMost) {
    Patience patience = new Patience(background.waits(), time, atMost);
    for (Purge purge : purges) {
      CompletableFuture<Void> changed;
      do {
        changed = book.whenForgotten(purge);
      } while (changed != null && patience.await(changed));
    }
    drop(purges.stream().flatMap(purge -> deadLetters.of(purge).stream()).toList());
  }

  /** The newest entry of the key that the layer of this name is still to get, if there is one. */
  public @Nullable Entry owed(String layer, Key key) {
    int place = layers.place(layer);
    return place < 0 ? null : book.owed(key, place);
  }

  /** Notes changes in the journal, if there is one, some time later and in their order. */
  public void note(List<Journal.Change> changes) {
    log.later(changes);
  }

  // --- the face ---

  /** What became of the write of this key with this stamp. */
  public Delivery delivery(Key key, Stamp stamp) {
    return new Tracking(book, background.waits(), time, key, stamp);
  }

  @Override
  public List<LayerStatus> status() {
    return new Report(book, lanes, deadLetters, time).status();
  }

  @Override
  public List<DeadLetter> deadLetters() {
    return deadLetters.all();
  }

  @Override
  public int retry(Collection<Long> ids) {
    return (int) ids.stream().filter(this::retry).count();
  }

  private boolean retry(long id) {
    DeadLetter letter = deadLetters.find(id);
    if (letter == null || layers.place(letter.layer()) < 0 || deadLetters.remove(id) == null) {
      return false;
    }
    int place = layers.place(letter.layer());
    room.take(letter.write().entry());
    boolean undecided = place == layers.authority();
    Item item =
        Item.of(
                book.nextNumber(),
                letter.write(),
                undecided ? Item.State.JOURNALING : Item.State.DECIDED,
                undecided ? layers.all(letter.write().key()) : LayerSet.of(place),
                time.millis())
            .maybeTaken();
    book.revived(item);
    awaitQuietly(book.add(item, List.of(DeadLetters.removal(letter))));
    if (undecided) {
      localWrites.acknowledge(item, events);
    }
    return true;
  }

  @Override
  public int drop(Collection<Long> ids) {
    List<Journal.Change> removals = new ArrayList<>();
    for (long id : ids) {
      DeadLetter letter = deadLetters.remove(id);
      if (letter != null) {
        removals.add(DeadLetters.removal(letter));
      }
    }
    awaitQuietly(log.append(removals));
    return removals.size();
  }

  @Override
  public boolean flush(Duration atMost) {
    lanes.forEach(Lane::hurry);
    new Patience(background.waits(), time, atMost).await(book.whenDrained());
    return book.isDrained();
  }

  @Override
  public double fill() {
    return room.fill();
  }

  @Override
  public Optional<StoreException> journalFailure() {
    return log.failure();
  }

  // --- the end ---

  /**
   * Tries to deliver what is owed, for as long as the layers answer and the configuration allows,
   * then lets go of the journal. What is owed and not in a journal is lost, and told.
   */
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    CompletableFuture<Void> rest = new CompletableFuture<>();
    closing = rest;
    lanes.forEach(Lane::hurry);
    atRest();
    new Patience(background.waits(), time, config.flushOnClose()).await(rest);
    lanes.forEach(Lane::close);
    log.end();
    if (!log.isDurable()) {
      book.collect(item -> item).forEach(this::lost);
    }
    log.close();
  }

  private void lost(Item item) {
    for (int place = 0; place < layers.count(); place++) {
      if (item.owed().has(place)) {
        events.lost(layers.name(place), item.entry());
      }
    }
  }

  /* A lane has nothing to do, or pauses after a failure. */
  private void atRest() {
    CompletableFuture<Void> waiting = closing;
    if (waiting != null && lanes.stream().allMatch(Lane::isAtRest)) {
      waiting.complete(null);
    }
  }
}
