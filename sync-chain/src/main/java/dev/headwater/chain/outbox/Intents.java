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
  private final Timer timer;
  private final Duration patience;
  private final List<Item> items = new ArrayList<>();

  /**
   * @param patience after which time an answer that was lost is no longer on its way
   */
  Intents(Book book, Timer timer, Duration patience) {
    this.book = book;
    this.timer = timer;
    this.patience = patience;
  }

  /** Notes a write for which there is room; on disk when the page is written. */
  JournalLog.Page add(Write write, long nowMillis) {
    Item item =
        Item.of(book.nextNumber(), write, Item.State.INTENT, book.all(write.key()), nowMillis);
    items.add(item);
    return book.add(item, List.of());
  }

  /** The authority has taken the write at this place; these other layers are owed it. */
  public void taken(int place, Collection<String> owed) {
    book.decided(items.get(place), book.places(owed).without(book.authority()));
  }

  /** The authority has not taken the write at this place. */
  public void dropped(int place) {
    book.withdrawn(items.get(place));
  }

  /** Nothing has happened. */
  public void droppedAll() {
    items.forEach(book::withdrawn);
  }

  /**
   * Nobody knows what has happened: the authority will be asked what it holds, when what is still
   * on its way has arrived.
   */
  public void unknown() {
    timer.schedule(patience, () -> items.forEach(book::unsure));
  }
}
