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
    List.of(items, steps, dead).forEach(all -> all.forEach(saved -> book.used(saved.number())));
    dead.forEach(this::letter);
    Map<Long, ItemRecord.SavedProgress> progress = new HashMap<>();
    steps.forEach(saved -> progress.put(saved.number(), progress(saved)));
    items.forEach(saved -> item(saved, progress.get(saved.number())));
    return changes;
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
    Write plain = Write.of(item.write().entry());
    Item found = null;
    if (now.state() == Item.State.DECIDED) {
      LayerSet owed = known(now, plain);
      found =
          owed.has(book.authority()) // it was another layer when the item was written
              ? of(saved, plain, Item.State.UNDECIDED, book.all(plain.key()), item)
              : of(saved, plain, Item.State.DECIDED, owed, item);
    } else if (book.place(now.owed().get(0)) < 0) {
      bury(now.owed().get(0), item.write()); // whoever was to decide it is gone
    } else {
      found = of(saved, item.write(), afterwards(now.state()), book.all(plain.key()), item);
    }
    if (found == null || found.owed().isEmpty()) {
      changes.add(new Journal.Remove(Sections.OUTBOX, saved.number()));
      changes.add(new Journal.Remove(Sections.PROGRESS, saved.number()));
    } else {
      restore(found);
    }
  }

  /* Whatever was under way when the process ended may have reached the authority. */
  private static Item.State afterwards(Item.State state) {
    return state == Item.State.INTENT ? Item.State.UNSURE : state;
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
    } else if (item.state() == Item.State.UNSURE) {
      events.recovered(item.entry(), OutboxEvents.Certainty.UNCERTAIN);
    }
    book.recovered(item);
  }

  /* What a decided item is owed to; a layer that the chain no longer has gets a dead letter. */
  private LayerSet known(ItemRecord.SavedProgress now, Write write) {
    LayerSet owed = LayerSet.NONE;
    for (String name : now.owed()) {
      int place = book.place(name);
      if (place >= 0) {
        owed = owed.with(place);
      } else {
        bury(name, write);
      }
    }
    return owed;
  }

  private void bury(String layer, Write write) {
    DeadLetter letter =
        deadLetters.add(
            layer, write, "the chain has no written layer of the name '%s'".formatted(layer));
    changes.add(DeadLetters.record(letter));
  }

  private <T> T parse(String section, Journal.Saved saved, SavedRecords.Parser<T> parser) {
    return SavedRecords.parse(journal.name(), section, saved, parser);
  }
}
