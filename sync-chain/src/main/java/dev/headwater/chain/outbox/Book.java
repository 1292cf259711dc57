package dev.headwater.chain.outbox;

import dev.headwater.store.Entry;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.Purge;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreException;
import dev.headwater.store.Write;
import dev.headwater.store.journal.Journal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The items of an outbox, in memory and in its journal, always changed together: under the key's
 * lock, so that the journal sees the changes of a key in their order. Asks no layer. Thread-safe.
 */
final class Book {

  private static final byte[] NO_BYTES = new byte[0];

  private final Recipients layers;
  private final Lines lines;
  private final LineChanges changes;
  private final JournalLog log;
  private final Room room;
  private final InstantSource time;
  private final AtomicLong numbers = new AtomicLong();

  Book(Recipients layers, List<Lane> lanes, JournalLog log, Room room, InstantSource time) {
    this.layers = layers;
    this.lines = new Lines(layers.authority());
    this.changes = new LineChanges(layers, lines, lanes, log, room);
    this.log = log;
    this.room = room;
    this.time = time;
  }

  /** The layers that are served. */
  Recipients layers() {
    return layers;
  }

  long nextNumber() {
    return numbers.incrementAndGet();
  }

  /** Numbers up to this one are taken. */
  void used(long number) {
    numbers.accumulateAndGet(number, Math::max);
  }

  // --- what there is ---

  boolean hasUndecided() {
    return changes.hasUndecided();
  }

  boolean isDrained() {
    return changes.isDrained();
  }

  /** {@link LineChanges#whenDrained}. */
  CompletableFuture<Void> whenDrained() {
    return changes.whenDrained();
  }

  @Nullable Entry newest(Key key) {
    if (!hasUndecided()) {
      return null;
    }
    Lines.Stripe stripe = lines.stripe(key);
    synchronized (stripe) {
      Lines.Slot slot = stripe.find(key);
      return slot == null ? null : slot.line.newest();
    }
  }

  void overtaken(Key key, Stamp seen) {
    if (hasUndecided()) {
      Lines.Stripe stripe = lines.stripe(key);
      synchronized (stripe) {
        Lines.Slot slot = stripe.find(key);
        if (slot != null) {
          slot.line.overtaken(seen);
        }
      }
    }
  }

  <T> List<T> collect(Function<Item, @Nullable T> some) {
    return lines.collect(some);
  }

  /** Of all keys with this prefix, the newest undecided entry that is served. */
  List<Entry> newestUnder(String prefix) {
    return lines.collectNewest(prefix);
  }

  /** Of all keys with this prefix, all undecided entries. */
  List<Entry> undecided(String prefix) {
    return collect(
        item -> item.isUndecided() && item.key().startsWith(prefix) ? item.entry() : null);
  }

  /** What became of a write in a layer. */
  Delivery.State state(Key key, Stamp stamp, int layer) {
    Lines.Stripe stripe = lines.stripe(key);
    synchronized (stripe) {
      Delivery.State fate = stripe.fates.of(key, stamp, layer);
      if (fate != null) {
        return fate;
      }
      Lines.Slot slot = stripe.find(key);
      boolean owed = slot != null && slot.line.owes(stamp, layer);
      return owed ? Delivery.State.PENDING : Delivery.State.DELIVERED;
    }
  }

  /** The newest entry of the key that the layer is still to get; {@code null} for none. */
  @Nullable Entry owed(Key key, int layer) {
    Lines.Stripe stripe = lines.stripe(key);
    synchronized (stripe) {
      Lines.Slot slot = stripe.find(key);
      return slot == null
          ? null
          : slot.line.items().stream()
              .filter(item -> item.owed().has(layer))
              .map(Item::entry)
              .max(EntryOrder::compare)
              .orElse(null);
    }
  }

  /** Completes when something happens to the key's items; {@code null} if there are none. */
  @Nullable CompletableFuture<Void> whenChanged(Key key) {
    Lines.Stripe stripe = lines.stripe(key);
    synchronized (stripe) {
      Lines.Slot slot = stripe.find(key);
      return slot == null ? null : slot.whenChanged();
    }
  }

  /** {@link #whenChanged} if the key has undecided items. */
  @Nullable CompletableFuture<Void> whenDecided(Key key) {
    Lines.Stripe stripe = lines.stripe(key);
    synchronized (stripe) {
      Lines.Slot slot = stripe.find(key);
      return slot == null || slot.line.undecided() == 0 ? null : slot.whenChanged();
    }
  }

  // --- accepting locally ---

  /** What became of a write that somebody wants to have accepted. */
  sealed interface Acceptance {
    /** It is accepted as soon as the page is written. */
    record Journaling(Item item, MergeOutcome outcome, JournalLog.Page page)
        implements Acceptance {}

    /** It changes nothing. */
    record Unchanged(MergeOutcome outcome) implements Acceptance {}

    /** It depends on another write that is not journaled yet. */
    record Busy(CompletableFuture<Void> changed) implements Acceptance {}
  }

  /** Accepts the write, for which there is room, if what is known of the key allows it. */
  Acceptance accept(Write write, Supplier<@Nullable Entry> known) {
    Item unnumbered =
        Item.of(0, write, Item.State.JOURNALING, layers.all(write.key()), time.millis());
    byte[] record = log.isDurable() ? ItemRecord.item(unnumbered, layers) : NO_BYTES;
    return answered(
        write.key(), (slot, ledger) -> accept(slot, unnumbered, record, known.get(), ledger));
  }

  private Acceptance accept(
      Lines.Slot slot, Item unnumbered, byte[] record, @Nullable Entry known, Consequences ledger) {
    Write write = unnumbered.write();
    Item before = slot.line.lastJournaling();
    if (before != null && dependsOn(write, before)) {
      return new Acceptance.Busy(slot.whenChanged());
    }
    MergeOutcome outcome = slot.line.decideLocally(write, known, time.millis());
    if (!outcome.wrote()) {
      return new Acceptance.Unchanged(outcome);
    }
    Item item = unnumbered.number(nextNumber()); // in the order of the line
    slot.line.add(item, ledger);
    return new Acceptance.Journaling(item, outcome, append(item, record, List.of()));
  }

  private static boolean dependsOn(Write write, Item before) {
    return write.precondition() != Precondition.none()
        || !EntryOrder.supersedes(write.entry(), before.entry());
  }

  /** The journal has the item. It is not given to the authority before it is {@link #announced}. */
  void journaled(Item item) {
    changes.on(
        item.key(),
        (slot, ledger) -> {
          slot.announcing++;
          slot.line.journaled(item.number(), time.millis(), ledger);
          ledger.tell();
        });
  }

  /** Whoever has to know of the accepted item does. */
  void announced(Key key) {
    changes.on(key, (slot, ledger) -> slot.announcing--);
  }

  // --- accepting by the authority ---

  /**
   * Adds an item that is on disk when its page is written.
   *
   * @param more what is written with it
   */
  JournalLog.Page add(Item item, List<Journal.Change> more) {
    byte[] record = log.isDurable() ? ItemRecord.item(item, layers) : NO_BYTES;
    return answered(
        item.key(),
        (slot, ledger) -> {
          slot.line.add(item, ledger);
          return append(item, record, more);
        });
  }

  private JournalLog.Page append(Item item, byte[] record, List<Journal.Change> more) {
    List<Journal.Change> changes = new ArrayList<>(more);
    changes.add(new Journal.Put(Sections.OUTBOX, item.number(), record));
    return log.append(changes);
  }

  /** Adds an item that the journal has already. */
  void recovered(Item item) {
    changes.on(item.key(), (slot, ledger) -> slot.line.add(item, ledger));
  }

  /** Whether the write would take the place, and at most the room, of one that waits. */
  boolean wouldReplace(Write write) {
    Item item = Item.of(0, write, Item.State.UNDECIDED, layers.all(write.key()), time.millis());
    Lines.Stripe stripe = lines.stripe(write.key());
    synchronized (stripe) {
      Lines.Slot slot = stripe.find(write.key());
      return slot != null && slot.line.wouldBeReplacedBy(item, time.millis());
    }
  }

  /** The item came to nothing. */
  void withdrawn(Item item) {
    act(item, (line, ledger) -> line.remove(item.number(), ledger));
  }

  /** The item did not get into the journal, which so has nothing to forget. */
  void unjournaled(Item item) {
    act(
        item,
        (line, ledger) -> {
          line.remove(item.number(), ledger);
          ledger.unrecord();
        });
  }

  /** The authority has the item; these other layers are owed it. */
  void decided(Item item, LayerSet owed) {
    act(item, (line, ledger) -> line.decided(item.number(), owed, ledger));
  }

  /** Nobody waits for the authority's answer about the item any more. */
  void abandoned(Item item) {
    act(item, (line, ledger) -> line.abandoned(item.number()));
  }

  /** What the authority holds of the item's key has to be read. */
  void unsure(Item item) {
    act(item, (line, ledger) -> line.unsure(item.number(), layers.all(item.key()), ledger));
  }

  // --- giving ---

  @Nullable Item take(Key key, int layer) {
    return changes.ask(key, (slot, ledger) -> changes.take(slot, layer)).orElse(null);
  }

  /** The layer did not answer, or not about this item: it is still owed. */
  void returned(Item item, int layer, Item.Past past) {
    changes.on(item.key(), (slot, ledger) -> slot.line.returned(item.number(), layer, past));
  }

  void delivered(Item item, int layer) {
    act(item, (line, ledger) -> line.delivered(item.number(), layer, ledger));
  }

  /** The authority did not take the item. */
  void refused(Item item, OutboxEvents.Certainty certainty) {
    act(
        item,
        (line, ledger) -> {
          ledger.fate(item, layers.all(item.key()), Delivery.State.WITHDRAWN);
          ledger.refused(item, certainty);
          if (certainty == OutboxEvents.Certainty.UNCERTAIN
              && !layers.others(item.key()).isEmpty()) {
            line.unsure(item.number(), layers.all(item.key()), ledger);
          } else {
            line.remove(item.number(), ledger);
          }
        });
  }

  /** The authority holds something newer than the item. */
  void superseded(Item item) {
    act(
        item,
        (line, ledger) -> {
          ledger.fate(item, layers.all(item.key()), Delivery.State.SUPERSEDED);
          if (layers.others(item.key()).isEmpty()) {
            line.remove(item.number(), ledger);
          } else {
            line.unsure(item.number(), layers.all(item.key()), ledger);
          }
        });
  }

  /** The authority holds this of an unsure item's key; the others are owed it. */
  void resolved(Item item, Entry held) {
    act(
        item,
        (line, ledger) -> {
          if (line.find(item.number()) != null) {
            room.take(held);
            ledger.free(item.entry());
            line.resolved(item.number(), held, layers.others(item.key()), ledger);
          }
        });
  }

  /** The layer will never take the item: it becomes a dead letter. */
  void buried(Item item, int layer, Journal.Change record) {
    act(
        item,
        (line, ledger) -> {
          line.buried(item.number(), layer, ledger);
          ledger.record(record);
        });
  }

  /**
   * Forgets what is owed of the key up to this stamp.
   *
   * @return completes when something of it is no longer in flight; {@code null} if nothing is
   */
  @Nullable CompletableFuture<Void> whenForgotten(Purge purge) {
    return changes
        .ask(
            purge.key(),
            (slot, ledger) -> {
              if (slot.line.forget(purge.upTo(), ledger)) {
                ledger.tell();
                return null;
              }
              return slot.whenChanged();
            })
        .orElse(null);
  }

  /** These layers do not have the entry and there is no room to owe it to them. */
  void abandoned(Entry entry, LayerSet of) {
    Item item = Item.of(0, Write.of(entry), Item.State.DECIDED, of, time.millis());
    act(item, (line, ledger) -> ledger.fate(item, of, Delivery.State.DEAD));
  }

  /** The layer is owed the write again. */
  void revived(Item item) {
    act(item, (line, ledger) -> ledger.fate(item, item.owed(), Delivery.State.PENDING));
  }

  /** Has on disk what was done until now, if the journal takes it. */
  void writeOut(OutboxEvents events) {
    try {
      log.writeOut();
    } catch (StoreException e) {
      events.failed(log.name(), e);
    }
  }

  /** {@link LineChanges#together}. */
  void together(Runnable several) {
    changes.together(several);
  }

  private void act(Item item, LineChanges.LineChange change) {
    changes.act(item.key(), change);
  }

  private <T> T answered(Key key, LineChanges.Question<T> question) {
    return changes.ask(key, question).orElseThrow();
  }
}
