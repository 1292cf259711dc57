package dev.headwater.chain.outbox;

import dev.headwater.store.Purge;
import dev.headwater.store.StoreException;
import dev.headwater.store.Write;
import dev.headwater.store.journal.Journal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes that a layer will never take. They keep their room until somebody decides. Thread-safe.
 */
final class DeadLetters {

  private final Book book;
  private final Room room;
  private final InstantSource time;
  private final NavigableMap<Long, DeadLetter> letters = new TreeMap<>(); // guarded by this

  DeadLetters(Book book, Room room, InstantSource time) {
    this.book = book;
    this.room = room;
    this.time = time;
  }

  synchronized List<DeadLetter> all() {
    return new ArrayList<>(letters.values());
  }

  synchronized int size() {
    return letters.size();
  }

  synchronized int count(String layer) {
    return (int) letters.values().stream().filter(one -> one.layer().equals(layer)).count();
  }

  /** The layer will never take the item. */
  void bury(Item item, int layer, StoreException error, OutboxEvents events) {
    boolean undone = item.isUndecided();
    Write write = undone ? item.write() : Write.of(item.entry());
    String why = String.valueOf(error.getMessage());
    DeadLetter letter = letter(book.layers().name(layer), write, why);
    book.buried(item, layer, record(letter)); // before anybody can settle the letter
    recovered(letter);
    events.dead(
        letter.layer(),
        item.entry(),
        error,
        undone ? OutboxEvents.Fallout.UNDONE : OutboxEvents.Fallout.NONE);
  }

  /** A letter with a new number; its record is still to be written. */
  DeadLetter add(String layer, Write write, String why) {
    DeadLetter letter = letter(layer, write, why);
    recovered(letter);
    return letter;
  }

  private DeadLetter letter(String layer, Write write, String why) {
    return new DeadLetter(
        book.nextNumber(), layer, write, Instant.ofEpochMilli(time.millis()), why);
  }

  /** A letter that the journal has already. */
  void recovered(DeadLetter letter) {
    room.take(letter.write().entry());
    synchronized (this) {
      letters.put(letter.id(), letter);
    }
  }

  @Nullable DeadLetter find(long id) {
    synchronized (this) {
      return letters.get(id);
    }
  }

  /** Takes the letter out; whoever does so settles it. */
  @Nullable DeadLetter remove(long id) {
    DeadLetter letter;
    synchronized (this) {
      letter = letters.remove(id);
    }
    if (letter != null) {
      room.release(letter.write().entry());
    }
    return letter;
  }

  /** The ids of the letters about this key up to this stamp. */
  synchronized List<Long> of(Purge purge) {
    return letters.values().stream()
        .filter(letter -> letter.write().key().equals(purge.key()))
        .filter(letter -> !letter.write().entry().stamp().isAfter(purge.upTo()))
        .map(DeadLetter::id)
        .toList();
  }

  static Journal.Change record(DeadLetter letter) {
    ItemRecord.SavedDeath death =
        new ItemRecord.SavedDeath(
            letter.since().toEpochMilli(), letter.layer(), letter.error(), letter.write());
    return new Journal.Put(Sections.DEAD, letter.id(), ItemRecord.dead(death));
  }

  static Journal.Change removal(DeadLetter letter) {
    return new Journal.Remove(Sections.DEAD, letter.id());
  }
}
