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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The items of an outbox, in memory and in its journal, always changed together: under the key's
 * lock, so that the journal sees the changes of a key in their order. Asks no layer. Thread-safe.
 */
final class Book {

  private static final byte[] NO_BYTES = new byte[0];

  private final List<Recipient> layers;
  private final List<String> names;
  private final int authority;
  private final Lines lines;
  private final List<Lane> lanes;
  private final JournalLog log;
  private final Room room;
  private final InstantSource time;
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicInteger undecided = new AtomicInteger();
  private final AtomicInteger owing = new AtomicInteger(); // items that lanes will settle
  private volatile @Nullable CompletableFuture<Void> drained;

  Book(
      List<Recipient> layers,
      int authority,
      List<Lane> lanes,
      JournalLog log,
      Room room,
      InstantSource time) {
    this.layers = List.copyOf(layers);
    this.names = layers.stream().map(Recipient::name).toList();
    this.authority = authority;
    this.lines = new Lines(authority);
    this.lanes = List.copyOf(lanes);
    this.log = log;
    this.room = room;
    this.time = time;
  }

  // --- what there is ---

  /** The layers whose business the key is. */
  LayerSet all(Key key) {
    LayerSet set = LayerSet.NONE;
    for (int place = 0; place < layers.size(); place++) {
      set = layers.get(place).admits().test(key) ? set.with(place) : set;
    }
    return set;
  }

  /** {@link #all} but the authority. */
  LayerSet others(Key key) {
    return all(key).without(authority);
  }

  int authority() {
    return authority;
  }

  List<String> names() {
    return names;
  }

  /** The layer's place, or -1. */
  int place(String layer) {
    return names.indexOf(layer);
  }

  /** The places of the layers of these names, which there are. */
  LayerSet places(Collection<String> layers) {
    LayerSet set = LayerSet.NONE;
    for (String layer : layers) {
      set = set.with(place(layer));
    }
    return set;
  }

  String name(int layer) {
    return names.get(layer);
  }

  long nextNumber() {
    return numbers.incrementAndGet();
  }

  /** Numbers up to this one are taken. */
  void used(long number) {
    numbers.accumulateAndGet(number, Math::max);
  }

  boolean hasUndecided() {
    return undecided.get() > 0;
  }

  boolean isDrained() {
    return owing.get() == 0;
  }

  /** Completes when nothing is owed any more. */
  synchronized CompletableFuture<Void> whenDrained() {
    CompletableFuture<Void> future = drained;
    if (future == null) {
      future = new CompletableFuture<>();
      drained = future;
    }
    if (isDrained()) { // now, or since whoever drained it had looked for this future
      drained = null;
      future.complete(null);
    }
    return future;
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
    Item unnumbered = Item.of(0, write, Item.State.JOURNALING, all(write.key()), time.millis());
    byte[] record = log.isDurable() ? bytes(unnumbered) : NO_BYTES;
    return answered(
        write.key(), (slot, ledger) -> accept(slot, unnumbered, record, known.get(), ledger));
  }

  private Acceptance accept(
      Lines.Slot slot, Item unnumbered, byte[] record, @Nullable Entry known, Entries ledger) {
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
    on(
        item.key(),
        (slot, ledger) -> {
          slot.announcing++;
          slot.line.journaled(item.number(), time.millis(), ledger);
          ledger.tells = true;
        });
  }

  /** Whoever has to know of the accepted item does. */
  void announced(Key key) {
    on(key, (slot, ledger) -> slot.announcing--);
  }

  // --- accepting by the authority ---

  /**
   * Adds an item that is on disk when its page is written.
   *
   * @param more what is written with it
   */
  JournalLog.Page add(Item item, List<Journal.Change> more) {
    byte[] record = log.isDurable() ? bytes(item) : NO_BYTES;
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
    on(item.key(), (slot, ledger) -> slot.line.add(item, ledger));
  }

  /** Whether the write would take the place, and at most the room, of one that waits. */
  boolean wouldReplace(Write write) {
    Item item = Item.of(0, write, Item.State.UNDECIDED, all(write.key()), time.millis());
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
          ledger.changes.clear();
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
    act(item, (line, ledger) -> line.unsure(item.number(), all(item.key()), ledger));
  }

  // --- giving ---

  @Nullable Item take(Key key, int layer) {
    return ask(
            key,
            (slot, ledger) -> {
              slot.queued = slot.queued.without(layer);
              return isHeldBack(slot, layer) ? null : slot.line.take(layer);
            })
        .orElse(null);
  }

  /** The layer did not answer, or not about this item: it is still owed. */
  void returned(Item item, int layer, Item.Past past) {
    on(item.key(), (slot, ledger) -> slot.line.returned(item.number(), layer, past));
  }

  void delivered(Item item, int layer) {
    act(item, (line, ledger) -> line.delivered(item.number(), layer, ledger));
  }

  /** The authority did not take the item. */
  void refused(Item item, OutboxEvents.Certainty certainty) {
    act(
        item,
        (line, ledger) -> {
          ledger.fate(item, all(item.key()), Delivery.State.WITHDRAWN);
          ledger.refused(item, certainty);
          if (certainty == OutboxEvents.Certainty.UNCERTAIN && !others(item.key()).isEmpty()) {
            line.unsure(item.number(), all(item.key()), ledger);
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
          ledger.fate(item, all(item.key()), Delivery.State.SUPERSEDED);
          if (others(item.key()).isEmpty()) {
            line.remove(item.number(), ledger);
          } else {
            line.unsure(item.number(), all(item.key()), ledger);
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
            ledger.freed.add(item.entry());
            line.resolved(item.number(), held, others(item.key()), ledger);
          }
        });
  }

  /** The layer will never take the item: it becomes a dead letter. */
  void buried(Item item, int layer, Journal.Change record) {
    act(
        item,
        (line, ledger) -> {
          line.buried(item.number(), layer, ledger);
          ledger.changes.add(record);
        });
  }

  /**
   * Forgets what is owed of the key up to this stamp.
   *
   * @return completes when something of it is no longer in flight; {@code null} if nothing is
   */
  @Nullable CompletableFuture<Void> whenForgotten(Purge purge) {
    return ask(
            purge.key(),
            (slot, ledger) -> {
              ledger.tells = slot.line.forget(purge.upTo(), ledger);
              return ledger.tells ? null : slot.whenChanged();
            })
        .orElse(null);
  }

  /** These layers do not have the entry and there is no room to owe it to them. */
  void abandoned(Entry entry, LayerSet layers) {
    Item item = Item.of(0, Write.of(entry), Item.State.DECIDED, layers, time.millis());
    act(item, (line, ledger) -> ledger.fate(item, layers, Delivery.State.DEAD));
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

  /**
   * Tells of withdrawals as soon as the end of the process can't undo them any more; if it always
   * can, because the journal takes nothing, of uncertain ones.
   */
  void tell(List<Withdrawal> withdrawals, OutboxEvents events) {
    if (withdrawals.isEmpty()) {
      return;
    }
    try {
      log.writeOut();
      told(withdrawals, events);
    } catch (StoreException e) {
      events.failed(log.name(), e);
      log.onceWritten(
          () -> told(withdrawals, events),
          () -> told(withdrawals.stream().map(Withdrawal::uncertain).toList(), events));
    }
  }

  private void told(List<Withdrawal> withdrawals, OutboxEvents events) {
    for (Withdrawal one : withdrawals) {
      events.withdrawn(one.entry(), one.certainty());
      log.later(List.of(new Journal.Remove(Sections.REFUSED, one.number())));
    }
  }

  // --- the one way to change a line ---

  private interface Act {
    void on(Lines.Slot slot, Entries ledger);
  }

  private interface Question<T> {
    @Nullable T on(Lines.Slot slot, Entries ledger);
  }

  private interface LineAct {
    void on(KeyLine line, Entries ledger);
  }

  private void act(Item item, LineAct act) {
    act(item.key(), act);
  }

  private void act(Key key, LineAct act) {
    on(
        key,
        (slot, ledger) -> {
          act.on(slot.line, ledger);
          ledger.tells = true;
        });
  }

  private <T> Optional<T> ask(Key key, Question<T> question) {
    AtomicReference<@Nullable T> answer = new AtomicReference<>();
    on(key, (slot, ledger) -> answer.set(question.on(slot, ledger)));
    return Optional.ofNullable(answer.get());
  }

  private <T> T answered(Key key, Question<T> question) {
    return ask(key, question).orElseThrow();
  }

  private void on(Key key, Act act) {
    Lines.Stripe stripe = lines.stripe(key);
    Entries entries = new Entries(stripe);
    synchronized (stripe) {
      Lines.Slot slot = stripe.open(key);
      int undecidedBefore = slot.line.undecided();
      int owingBefore = slot.line.owing();
      act.on(slot, entries);
      undecided.addAndGet(slot.line.undecided() - undecidedBefore);
      owing.addAndGet(slot.line.owing() - owingBefore);
      log.later(entries.changes);
      offer(slot, entries);
      if (entries.tells || slot.line.isEmpty()) {
        entries.told = slot.changed;
        slot.changed = null;
      }
      stripe.sweep(slot);
    }
    entries.afterwards();
  }

  private void offer(Lines.Slot slot, Entries entries) {
    for (Lane lane : lanes) {
      int layer = lane.layer();
      if (!slot.queued.has(layer) && !isHeldBack(slot, layer) && slot.line.next(layer) != null) {
        slot.queued = slot.queued.with(layer);
        lane.offer(slot.line.key());
        entries.offered = entries.offered.with(layer);
      }
    }
  }

  /** Does this; what layers are owed by it, they get in one batch, if that is large enough. */
  void together(Runnable changes) {
    lanes.forEach(Lane::hold);
    try {
      changes.run();
    } finally {
      lanes.forEach(Lane::release);
    }
  }

  private boolean isHeldBack(Lines.Slot slot, int layer) {
    return layer == authority && slot.announcing > 0;
  }

  private void tellDrained() {
    if (drained != null && isDrained()) {
      synchronized (this) {
        if (drained != null) {
          drained.complete(null);
          drained = null;
        }
      }
    }
  }

  // --- records ---

  private byte[] bytes(Item item) {
    return ItemRecord.item(
        new ItemRecord.SavedItem(
            item.state(), item.sinceMillis(), names(item.owed()), item.write()));
  }

  /** The names of these layers; the authority first, so that a record tells which one it is. */
  List<String> names(LayerSet layers) {
    List<String> some = new ArrayList<>();
    if (layers.has(authority)) {
      some.add(names.get(authority));
    }
    for (int layer = 0; layer < names.size(); layer++) {
      if (layer != authority && layers.has(layer)) {
        some.add(names.get(layer));
      }
    }
    return some;
  }

  /** Collects what a change of a line means for others. */
  private final class Entries implements Ledger {
    private final Lines.Stripe stripe;
    private final List<Journal.Change> changes = new ArrayList<>(2);
    private final List<Entry> freed = new ArrayList<>(1);
    private LayerSet offered = LayerSet.NONE;
    private boolean tells; // those who wait for the key
    private @Nullable CompletableFuture<Void> told;

    Entries(Lines.Stripe stripe) {
      this.stripe = stripe;
    }

    @Override
    public void rewritten(Item item) {
      changes.add(new Journal.Put(Sections.OUTBOX, item.number(), bytes(item)));
      forgetProgress(item);
    }

    @Override
    public void progressed(Item item) {
      ItemRecord.SavedProgress progress =
          new ItemRecord.SavedProgress(item.state(), names(item.owed()));
      changes.add(new Journal.Put(Sections.PROGRESS, item.number(), ItemRecord.progress(progress)));
    }

    @Override
    public void gone(Item item) {
      freed.add(item.entry());
      changes.add(new Journal.Remove(Sections.OUTBOX, item.number()));
      forgetProgress(item);
    }

    /* Most items come no further than to be decided: nothing was noted of them, nothing goes. */
    private void forgetProgress(Item item) {
      if (item.state() == Item.State.DECIDED || item.state() == Item.State.UNSURE) {
        changes.add(new Journal.Remove(Sections.PROGRESS, item.number()));
      }
    }

    void refused(Item item, OutboxEvents.Certainty certainty) {
      ItemRecord.SavedRefusal refusal = new ItemRecord.SavedRefusal(certainty, item.write());
      changes.add(new Journal.Put(Sections.REFUSED, item.number(), ItemRecord.refusal(refusal)));
    }

    @Override
    public void fate(Item item, LayerSet layers, Delivery.State state) {
      stripe.fates.add(item.key(), item.entry().stamp(), layers, state);
    }

    /** What is done without the lock. */
    void afterwards() {
      freed.forEach(room::release);
      for (Lane lane : lanes) {
        if (offered.has(lane.layer())) {
          lane.kick();
        }
      }
      if (told != null) {
        told.complete(null);
      }
      tellDrained();
    }
  }
}
