package dev.headwater.chain.outbox;

import dev.headwater.store.Write;
import dev.headwater.store.journal.Journal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings back what a journal says that is owed. */
final class Recovery {

  private final Journal journal;
  private final Book book;
  private final Room room;
  private final DeadLetters deadLetters;
  private final OutboxEvents events;
  private final List<Journal.Change> changes = new ArrayList<>();
  private final List<Item> intents = new ArrayList<>();
  private final List<Withdrawal> withdrawals = new ArrayList<>();

  Recovery(Journal journal, Book book, Room room, DeadLetters deadLetters, OutboxEvents events) {
    this.journal = journal;
    this.book = book;
    this.room = room;
    this.deadLetters = deadLetters;
    this.events = events;
  }

  /**
   * Fills the book.
   *
   * @return what the journal has to be told of it
   * @throws dev.headwater.store.RejectedException if a record is of no known format
   */
  List<Journal.Change> run() {
    List<Journal.Saved> items = journal.read(Sections.OUTBOX);
    List<Journal.Saved> steps = journal.read(Sections.PROGRESS);
    List<Journal.Saved> dead = journal.read(Sections.DEAD);
    List<Journal.Saved> refused = journal.read(Sections.REFUSED);
    List.of(items, steps, dead, refused)
        .forEach(all -> all.forEach(saved -> book.used(saved.number())));
    dead.forEach(this::letter);
    refused.forEach(this::withdrawal);
    Map<Long, ItemRecord.SavedProgress> progress = new HashMap<>();
    steps.forEach(saved -> progress.put(saved.number(), progress(saved)));
    items.forEach(saved -> item(saved, progress.remove(saved.number())));
    progress.keySet().forEach(left -> changes.add(new Journal.Remove(Sections.PROGRESS, left)));
    return changes;
  }

  /** What was brought back of which nobody knows yet what became of it. */
  List<Item> intents() {
    return List.copyOf(intents);
  }

  /** What was refused before the process ended, and perhaps not told. */
  List<Withdrawal> withdrawals() {
    return List.copyOf(withdrawals);
  }

  private void withdrawal(Journal.Saved saved) {
    ItemRecord.SavedRefusal refusal = parse(Sections.REFUSED, saved, ItemRecord::refusal);
    withdrawals.add(new Withdrawal(saved.number(), refusal.write().entry(), refusal.certainty()));
  }

  private void letter(Journal.Saved saved) {
    deadLetters.recovered(parse(Sections.DEAD, saved, ItemRecord::dead).numbered(saved.number()));
  }

  private static ItemRecord.SavedProgress none(ItemRecord.SavedItem item) {
    return new ItemRecord.SavedProgress(item.state(), item.owed());
  }

  private ItemRecord.SavedProgress progress(Journal.Saved saved) {
    return parse(Sections.PROGRESS, saved, ItemRecord::progress);
  }

  private void item(Journal.Saved saved, ItemRecord.@Nullable SavedProgress step) {
    ItemRecord.SavedItem item = parse(Sections.OUTBOX, saved, ItemRecord::item);
    ItemRecord.SavedProgress now = step == null ? none(item) : step;
    Item found =
        now.state() == Item.State.DECIDED ? decided(saved, item, now) : open(saved, item, now);
    if (found == null || found.owed().isEmpty()) {
      changes.add(new Journal.Remove(Sections.OUTBOX, saved.number()));
      changes.add(new Journal.Remove(Sections.PROGRESS, saved.number()));
    } else {
      restore(found);
    }
  }

  private Item decided(
      Journal.Saved saved, ItemRecord.SavedItem item, ItemRecord.SavedProgress now) {
    Write plain = Write.of(item.write().entry());
    LayerSet owed = known(now, plain);
    return owed.has(book.layers().authority()) // it was another layer when the item was written
        ? of(saved, plain, Item.State.UNDECIDED, book.layers().all(plain.key()), item)
        : of(saved, plain, Item.State.DECIDED, owed, item);
  }

  /* What the authority is to decide, or to be asked about. */
  private @Nullable Item open(
      Journal.Saved saved, ItemRecord.SavedItem item, ItemRecord.SavedProgress now) {
    String decides = now.owed().isEmpty() ? "" : now.owed().get(0);
    LayerSet owed = book.layers().all(item.write().key());
    if (book.layers().place(decides) < 0) {
      bury(decides, item.write(), noLayer(decides));
      return null;
    }
    if (!owed.has(book.layers().authority())) {
      String authority = book.layers().name(book.layers().authority());
      bury(
          authority,
          item.write(),
          "the key does not pass the filter of layer '%s' any more".formatted(authority));
      return null;
    }
    return of(saved, item.write(), now.state(), owed, item);
  }

  private static Item of(
      Journal.Saved saved,
      Write write,
      Item.State state,
      LayerSet owed,
      ItemRecord.SavedItem item) {
    return Item.of(saved.number(), write, state, owed, item.sinceMillis()).maybeTaken();
  }

  private void restore(Item item) {
    room.take(item.entry());
    if (item.state() == Item.State.DECIDED) {
      events.recovered(item.entry(), OutboxEvents.Certainty.CERTAIN);
    } else if (item.state() == Item.State.UNSURE || item.state() == Item.State.INTENT) {
      events.recovered(item.entry(), OutboxEvents.Certainty.UNCERTAIN);
    }
    if (item.state() == Item.State.INTENT) {
      intents.add(item);
    }
    book.recovered(item);
  }

  /* What a decided item is owed to; a layer that the chain no longer has gets a dead letter. */
  private LayerSet known(ItemRecord.SavedProgress now, Write write) {
    LayerSet owed = LayerSet.NONE;
    for (String name : now.owed()) {
      int place = book.layers().place(name);
      if (place >= 0) {
        owed = owed.with(place);
      } else {
        bury(name, write, noLayer(name));
      }
    }
    return owed;
  }

  private static String noLayer(String name) {
    return "the chain has no written layer of the name '%s'".formatted(name);
  }

  private void bury(String layer, Write write, String why) {
    DeadLetter letter = deadLetters.add(layer, write, why);
    changes.add(DeadLetters.record(letter));
  }

  private <T> T parse(String section, Journal.Saved saved, SavedRecords.Parser<T> parser) {
    return SavedRecords.parse(journal.name(), section, saved, parser);
  }
}
