package dev.headwater.chain.outbox;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.store.background.Waits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Accepts writes before the authority is asked: room, the decision, the journal, in this order. */
final class LocalWrites {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30); // for another's journaling

  private final String name;
  private final Book book;
  private final Room room;
  private final Admission admission;
  private final JournalLog log;
  private final Waits waits;
  private final InstantSource time;

  LocalWrites(
      String name,
      Book book,
      Room room,
      Admission admission,
      JournalLog log,
      Waits waits,
      InstantSource time) {
    this.name = name;
    this.book = book;
    this.room = room;
    this.admission = admission;
    this.log = log;
    this.waits = waits;
    this.time = time;
  }

  /** A write that is accepted when its page is written. */
  private record Open(Item item, JournalLog.Page page) {}

  /** What the writes come to. After an exception any of them may have been accepted. */
  List<MergeOutcome> accept(List<Write> writes, OutboxEvents events) {
    List<MergeOutcome> outcomes = new ArrayList<>(writes.size());
    Map<Key, Open> open = new LinkedHashMap<>();
    try {
      for (Write write : writes) {
        outcomes.add(accept(write, open, events));
      }
    } catch (RuntimeException e) {
      finishQuietly(open, events);
      throw e;
    }
    finish(open, events);
    return outcomes;
  }

  private MergeOutcome accept(Write write, Map<Key, Open> open, OutboxEvents events) {
    if (open.containsKey(write.key())) {
      finish(open, events); // it builds on what this call has written itself
    }
    boolean waits = !admission.tryTake(write);
    if (waits) {
      finish(open, events); // so that what waits here can make room
      admission.take(write, events);
    }
    MergeOutcome outcome = null;
    try {
      outcome = decide(write, open, events, waits);
      return outcome;
    } finally {
      if (outcome == null || !outcome.wrote()) {
        room.release(write.entry());
      }
    }
  }

  private MergeOutcome decide(
      Write write, Map<Key, Open> open, OutboxEvents events, boolean hasWaited) {
    Patience patience = new Patience(waits, time, LONGEST_WAIT);
    boolean late = hasWaited;
    while (true) {
      if (late && events.mayBeOvertaken(write.entry())) {
        throw tryAgain(write, "a newer write of the key may have been decided meanwhile");
      }
      Book.Acceptance acceptance = book.accept(write, events.known(write.key()));
      if (acceptance instanceof Book.Acceptance.Unchanged unchanged) {
        return unchanged.outcome();
      }
      if (acceptance instanceof Book.Acceptance.Journaling journaling) {
        open.put(write.key(), new Open(journaling.item(), journaling.page()));
        return journaling.outcome();
      }
      if (acceptance instanceof Book.Acceptance.Busy busy && !patience.await(busy.changed())) {
        throw tryAgain(write, "an earlier write of the key waits for the journal");
      }
      late = true;
    }
  }

  private StoreException tryAgain(Write write, String why) {
    return new StoreUnavailableException(
        new Subject(name, "merge", write.key()), why + "; nothing happened, try again");
  }

  private void finishQuietly(Map<Key, Open> open, OutboxEvents events) {
    try {
      finish(open, events);
    } catch (StoreException e) {
      // The caller is told of the first error; both say that some writes may have happened.
    }
  }

  private void finish(Map<Key, Open> open, OutboxEvents events) {
    StoreException error = null;
    for (Open one : open.values()) {
      StoreException failure = finish(one, events);
      error = error == null ? failure : error;
    }
    open.clear();
    if (error != null) {
      throw error;
    }
  }

  private @Nullable StoreException finish(Open one, OutboxEvents events) {
    try {
      log.await(one.page());
      acknowledge(one.item(), events);
      return null;
    } catch (OutcomeUnknownException e) {
      log.whenKnown(one.page(), failure -> settle(one.item(), failure, events));
      return new OutcomeUnknownException(subject(one.item()), journal(e), e);
    } catch (StoreException e) {
      book.unjournaled(one.item());
      return new StoreUnavailableException(subject(one.item()), journal(e), e);
    }
  }

  /* What nobody waits for any more. If it may be on disk for ever, it is delivered. */
  private void settle(Item item, @Nullable StoreException failure, OutboxEvents events) {
    if (failure == null || failure instanceof OutcomeUnknownException) {
      acknowledge(item, events);
    } else {
      book.unjournaled(item);
    }
  }

  private Subject subject(Item item) {
    return new Subject(name, "merge", item.key());
  }

  private static String journal(StoreException e) {
    return "the write could not be journaled: " + e.getMessage();
  }

  /** Tells everybody of an item that the journal has. */
  void acknowledge(Item item, OutboxEvents events) {
    Entry entry = item.entry();
    Key key = entry.key();
    book.journaled(item);
    try {
      events.accepted(entry);
    } finally {
      book.announced(key);
    }
  }
}
