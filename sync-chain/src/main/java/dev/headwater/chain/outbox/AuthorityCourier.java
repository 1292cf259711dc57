package dev.headwater.chain.outbox;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the authority to decide what was accepted before it was asked, and reads what it holds where
 * that is not known.
 */
final class AuthorityCourier implements Lane.Courier {

  private final Recipient authority;
  private final Book book;
  private final DeadLetters deadLetters;
  private final Withdrawals withdrawals;
  private final Batches batches;
  private final OutboxEvents events;

  AuthorityCourier(
      Recipient authority,
      Book book,
      DeadLetters deadLetters,
      Withdrawals withdrawals,
      OutboxEvents events) {
    this.authority = authority;
    this.book = book;
    this.deadLetters = deadLetters;
    this.withdrawals = withdrawals;
    this.batches = new Batches(authority, Item::write, events);
    this.events = events;
  }

  @Override
  public int maxItems() {
    return batches.maxItems();
  }

  @Override
  public @Nullable Item take(Key key) {
    return book.take(key, book.layers().authority());
  }

  @Override
  public @Nullable StoreException deliver(List<Item> items) {
    List<Item> undecided = items.stream().filter(Item::isUndecided).toList();
    List<Item> unsure = items.stream().filter(item -> !item.isUndecided()).toList();
    StoreException error = undecided.isEmpty() ? null : decide(undecided);
    if (error == null) {
      return unsure.isEmpty() ? null : resolve(unsure);
    }
    unsure.forEach(item -> giveBack(item, Item.Past.FRESH));
    return error;
  }

  @Override
  public void giveBack(List<Item> items) {
    items.forEach(item -> giveBack(item, Item.Past.MAYBE_TAKEN));
  }

  private void giveBack(Item item, Item.Past past) {
    book.returned(item, book.layers().authority(), past);
  }

  // --- undecided writes ---

  private @Nullable StoreException decide(List<Item> items) {
    Batches.Answer answer = batches.merge(items);
    Item.Past past =
        answer.failure() instanceof OutcomeUnknownException
            ? Item.Past.MAYBE_TAKEN
            : Item.Past.FRESH;
    List<Withdrawal> refused = new ArrayList<>(0);
    book.together(() -> items.forEach(item -> settle(item, answer, past, refused)));
    withdrawals.tell(refused);
    return answer.failure();
  }

  private void settle(Item item, Batches.Answer answer, Item.Past past, List<Withdrawal> refused) {
    MergeOutcome outcome = answer.outcomes().get(item);
    StoreException rejection = answer.rejected().get(item);
    if (outcome != null) {
      settle(item, outcome, refused);
    } else if (rejection != null) {
      deadLetters.bury(item, book.layers().authority(), rejection, events);
    } else {
      giveBack(item, past);
    }
  }

  private void settle(Item item, MergeOutcome outcome, List<Withdrawal> refused) {
    Entry entry = item.entry();
    if (outcome instanceof MergeOutcome.Collided) {
      events.collided(authority.name(), entry);
    }
    Verdict verdict = Verdict.of(item, outcome);
    if (verdict instanceof Verdict.Taken) {
      events.decided(entry); // while it is still pending, so that no read falls between
      book.decided(item, book.layers().others(item.key()));
      events.settled(entry);
      events.delivered(authority.name(), entry);
    } else if (verdict instanceof Verdict.Superseded superseded) {
      book.superseded(item);
      events.superseded(entry, superseded.held());
    } else if (verdict instanceof Verdict.Withdrawn withdrawn) {
      book.refused(item, withdrawn.certainty());
      events.refused(entry, withdrawn.held());
      refused.add(new Withdrawal(item.number(), entry, withdrawn.certainty()));
    } else if (verdict instanceof Verdict.Dead dead) {
      deadLetters.bury(item, book.layers().authority(), dead.error(), events);
    }
  }

  // --- what the authority holds instead ---

  private @Nullable StoreException resolve(List<Item> items) {
    try {
      List<Key> keys = items.stream().map(Item::key).toList();
      ReadBatch held = batches.call(() -> authority.store().readAll(keys));
      book.together(() -> items.forEach(item -> resolve(item, held)));
      return null;
    } catch (StoreException e) {
      items.forEach(item -> giveBack(item, Item.Past.FRESH));
      return e;
    }
  }

  private void resolve(Item item, ReadBatch batch) {
    Entry held = batch.entries().get(item.key());
    CorruptEntryException corrupt = batch.corrupt().get(item.key());
    if (corrupt != null) {
      deadLetters.bury(item, book.layers().authority(), corrupt, events);
    } else if (held == null || item.entry().stamp().isAfter(held.stamp())) {
      book.withdrawn(item); // it was never taken: nothing of it is owed
    } else {
      book.resolved(item, held);
    }
  }
}
