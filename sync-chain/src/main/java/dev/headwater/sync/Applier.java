package dev.headwater.sync;

import dev.headwater.store.Batch;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.sync.Action.Copy;
import dev.headwater.sync.Retrying.Answer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Merges entries into one side, in batches, several of them at a time. The keys of a run are
 * distinct, so the batches may overtake each other. Bounded: at most {@code inFlight} batches are
 * on their way while one is filled, each of at most {@code batchSize} entries and, unless a single
 * entry is longer, {@value #MAX_BATCH_BYTES} bytes.
 */
final class Applier implements Outlet {

  static final long MAX_BATCH_BYTES = 4L << 20;

  private final Side side;
  private final Store store;
  private final Retrying calls;
  private final Tally tally;
  private final int batchSize;
  private final int inFlight;
  private final Deque<Sent> sent = new ArrayDeque<>();
  private List<Copy> filling = new ArrayList<>();
  private long fillingBytes;

  Applier(Side side, Pair pair, Tally tally, int batchSize, int inFlight) {
    this.side = side;
    this.store = pair.store(side);
    this.calls = pair.calls(side);
    this.tally = tally;
    this.batchSize = batchSize;
    this.inFlight = inFlight;
  }

  private record Sent(List<Copy> copies, CompletableFuture<Answer<List<MergeOutcome>>> answer) {}

  @Override
  public void add(Copy copy) {
    long bytes = sizeOf(copy.entry());
    if (!filling.isEmpty() && fillingBytes + bytes > MAX_BATCH_BYTES) {
      sendFilling();
    }
    filling.add(copy);
    fillingBytes += bytes;
    if (filling.size() >= batchSize) {
      sendFilling();
    }
  }

  @Override
  public void finish() {
    if (!filling.isEmpty()) {
      sendFilling();
    }
    while (!sent.isEmpty()) {
      takeOldest();
    }
  }

  @Override
  public void settle() {
    filling.clear();
    sent.forEach(batch -> calls.awaitEnd(batch.answer));
    for (Sent batch = sent.poll(); batch != null; batch = sent.poll()) {
      if (batch.answer.isDone() && !batch.answer.isCompletedExceptionally()) {
        count(batch.copies, batch.answer.join());
      }
    }
  }

  private void sendFilling() {
    while (sent.size() >= inFlight) {
      takeOldest();
    }
    sent.add(send(filling));
    filling = new ArrayList<>();
    fillingBytes = 0;
  }

  private Sent send(List<Copy> copies) {
    Batch batch = Batch.of(copies.stream().map(Copy::entry).toList());
    return new Sent(copies, calls.call(() -> store.mergeAll(batch)));
  }

  private void takeOldest() {
    take(sent.element());
    sent.remove(); // the same one, and only now: a batch that is still on its way is left to settle
  }

  private void take(Sent batch) {
    Answer<List<MergeOutcome>> answer;
    try {
      answer = calls.await(batch.answer, "mergeAll");
    } catch (RejectedException | CorruptEntryException e) {
      if (!isAboutRecords(e)) {
        throw e;
      }
      isolate(batch.copies, e);
      return;
    }
    count(batch.copies, answer);
  }

  private static boolean isAboutRecords(StoreException error) {
    return !(error instanceof RejectedException rejected)
        || rejected.reason() == RejectedException.Reason.LIMIT
        || rejected.reason() == RejectedException.Reason.CLOCK;
  }

  /* Halves a rejected batch until the record that is to blame stands alone, and holds that. */
  private void isolate(List<Copy> copies, StoreException error) {
    if (copies.size() == 1) {
      tally.held(held(copies.get(0), error));
      return;
    }
    int half = copies.size() / 2;
    deliver(copies.subList(0, half));
    deliver(copies.subList(half, copies.size()));
  }

  private void deliver(List<Copy> copies) {
    sent.push(send(copies));
    takeOldest();
  }

  private HeldRecord held(Copy copy, StoreException error) {
    String explanation = String.valueOf(error.getMessage());
    if (error instanceof CorruptEntryException) {
      return new HeldRecord(copy.entry().key(), side, HeldRecord.Reason.CORRUPT, explanation);
    }
    boolean clock =
        error instanceof RejectedException rejected
            && rejected.reason() == RejectedException.Reason.CLOCK;
    return new HeldRecord(
        copy.entry().key(),
        side.other(),
        clock ? HeldRecord.Reason.FUTURE_STAMP : HeldRecord.Reason.REJECTED,
        explanation);
  }

  private void count(List<Copy> copies, Answer<List<MergeOutcome>> answer) {
    for (int i = 0; i < copies.size(); i++) {
      count(copies.get(i), answer.value().get(i), answer.earlier());
    }
  }

  private void count(Copy copy, MergeOutcome outcome, Retrying.Earlier earlier) {
    if (outcome instanceof MergeOutcome.Failed failed) {
      tally.held(held(copy, failed.error()));
      return;
    }
    if (outcome instanceof MergeOutcome.Collided collided && !isKnownConflict(copy)) {
      tally.conflict(
          copy.entry(), collided.survivor() == MergeOutcome.Survivor.GIVEN ? side.other() : side);
    }
    boolean byEarlierTry =
        earlier == Retrying.Earlier.MAYBE_EFFECT && outcome instanceof MergeOutcome.Unchanged;
    if (outcome.wrote() || byEarlierTry) {
      tally.copied(copy);
    } else {
      tally.unchanged();
    }
  }

  private static boolean isKnownConflict(Copy copy) {
    Entry replaced = copy.replaced();
    return replaced != null && replaced.stamp().equals(copy.entry().stamp());
  }

  private static long sizeOf(Entry entry) {
    return entry.key().text().length() + entry.valueBytes() + 64L;
  }
}
