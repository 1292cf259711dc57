package dev.headwater.chain.outbox;

import dev.headwater.store.Write;
import dev.headwater.store.background.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Notes of writes about which the authority is being asked by their writer, so that the layers that
 * are written behind get them whatever happens in between. The writer settles each of them once.
 */
public final class Intents {

  private final Book book;
  private final JournalLog log;
  private final Timer timer;
  private final Duration patience;
  private final List<Note> notes = new ArrayList<>();

  /**
   * @param patience after which time an answer that was lost is no longer on its way
   */
  Intents(Book book, JournalLog log, Timer timer, Duration patience) {
    this.book = book;
    this.log = log;
    this.timer = timer;
    this.patience = patience;
  }

  private record Note(Item item, JournalLog.Page page) {}

  /** Notes a write for which there is room. */
  void add(Write write, long nowMillis) {
    Item item =
        Item.of(
            book.nextNumber(), write, Item.State.INTENT, book.layers().all(write.key()), nowMillis);
    notes.add(new Note(item, book.add(item, List.of())));
  }

  /** Returns when all notes are on disk. */
  void await() {
    notes.stream().map(Note::page).distinct().forEach(log::await);
  }

  /**
   * Does this, which settles several writes. What each layer is owed of them goes to it together,
   * as far as one batch takes it.
   */
  public void together(Runnable settling) {
    book.together(settling);
  }

  /** The authority has taken the write at this place; these other layers are owed it. */
  public void taken(int place, Collection<String> owed) {
    book.decided(item(place), book.layers().places(owed).without(book.layers().authority()));
  }

  /** The authority has not taken the write at this place. */
  public void dropped(int place) {
    book.withdrawn(item(place));
  }

  private Item item(int place) {
    return notes.get(place).item();
  }

  /** Nothing has happened. */
  public void droppedAll() {
    for (Note note : notes) {
      if (log.isUnwritten(note.page())) {
        book.unjournaled(note.item());
      } else {
        book.withdrawn(note.item());
      }
    }
  }

  /**
   * Nobody knows what has happened: the authority will be asked what it holds, when what is still
   * on its way has arrived.
   */
  public void unknown() {
    List<Item> items = notes.stream().map(Note::item).toList();
    items.forEach(book::abandoned);
    readLater(items, book, timer, patience);
  }

  /** Has the authority asked what it holds of the items' keys, after this time. */
  static void readLater(List<Item> items, Book book, Timer timer, Duration patience) {
    if (!items.isEmpty()) {
      timer.schedule(patience, () -> items.forEach(book::unsure));
    }
  }
}
