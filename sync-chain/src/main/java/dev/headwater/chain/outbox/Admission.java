package dev.headwater.chain.outbox;

import dev.headwater.store.Entry;
import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.Write;
import dev.headwater.store.background.Waits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Future;

/** Lets writes into the outbox, or makes them wait, or turns them away. */
final class Admission {

  private final String name;
  private final Room room;
  private final Book book;
  private final Waits waits;
  private final InstantSource time;
  private final Duration waitWhenFull;

  /**
   * @param name what errors call the chain
   */
  Admission(
      String name, Room room, Book book, Waits waits, InstantSource time, Duration waitWhenFull) {
    this.name = name;
    this.room = room;
    this.book = book;
    this.waits = waits;
    this.time = time;
    this.waitWhenFull = waitWhenFull;
  }

  /**
   * Takes room for the write if there is some now. A write that replaces another one needs none.
   */
  boolean tryTake(Write write) {
    if (room.tryTake(write.entry())) {
      return true;
    }
    if (book.wouldReplace(write)) {
      room.take(write.entry());
      return true;
    }
    return false;
  }

  /**
   * Takes room for the write, and waits for it.
   *
   * @param events hears of a write that is turned away
   * @throws RejectedException if there is none
   */
  void take(Write write, OutboxEvents events) {
    Patience patience = new Patience(waits, time, waitWhenFull);
    boolean more = room.couldHold(write.entry());
    while (!tryTake(write)) {
      if (!more) {
        events.full();
        throw full(write.entry());
      }
      Future<Void> freed = room.whenFreed();
      if (tryTake(write)) {
        return; // it was freed before anybody could tell
      }
      more = patience.await(freed);
    }
  }

  private RejectedException full(Entry entry) {
    Subject subject = new Subject(name, "merge", entry.key());
    return room.couldHold(entry)
        ? new RejectedException(
            subject,
            RejectedException.Reason.FULL,
            "the outbox is full: %d writes wait for layers that are slow or away; try again later"
                .formatted(room.entries()))
        : new RejectedException(
            subject,
            RejectedException.Reason.LIMIT,
            "the entry has %d bytes, more than the outbox's maxBytes".formatted(Item.bytes(entry)));
  }
}
