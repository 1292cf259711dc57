package dev.headwater.chain.outbox;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Purge;
import dev.headwater.store.StoreException;
import dev.headwater.store.Write;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives a layer other than the authority what the authority has decided. A cache's older copy of
 * what is too large for it is dropped.
 */
final class CopyCourier implements Lane.Courier {

  private final Recipient layer;
  private final int place;
  private final Book book;
  private final DeadLetters deadLetters;
  private final Batches batches;
  private final OutboxEvents events;

  /**
   * @param place the layer's place in the book
   */
  CopyCourier(Recipient layer, int place, Book book, DeadLetters deadLetters, OutboxEvents events) {
    this.layer = layer;
    this.place = place;
    this.book = book;
    this.deadLetters = deadLetters;
    this.batches = new Batches(layer, item -> Write.of(item.entry()), events);
    this.events = events;
  }

  @Override
  public int maxItems() {
    return batches.maxItems();
  }

  @Override
  public @Nullable Item take(Key key) {
    return book.take(key, place);
  }

  @Override
  public @Nullable StoreException deliver(List<Item> items) {
    List<Item> fitting = new ArrayList<>();
    List<Item> tooLarge = new ArrayList<>();
    items.forEach(item -> (fits(item.entry()) ? fitting : tooLarge).add(item));
    StoreException error = fitting.isEmpty() ? null : copy(fitting);
    StoreException error2 = tooLarge.isEmpty() ? null : drop(tooLarge);
    return error == null ? error2 : error;
  }

  @Override
  public void giveBack(List<Item> items) {
    items.forEach(item -> book.returned(item, place, Item.Past.FRESH));
  }

  private boolean fits(Entry entry) {
    return layer.role() != Recipient.Role.CACHE
        || entry.valueBytes() <= layer.store().capabilities().limits().maxValueBytes();
  }

  private @Nullable StoreException copy(List<Item> items) {
    Batches.Answer answer = batches.merge(items);
    for (Item item : items) {
      MergeOutcome outcome = answer.outcomes().get(item);
      StoreException rejection = answer.rejected().get(item);
      if (outcome instanceof MergeOutcome.Failed failed) {
        deadLetters.bury(item, place, failed.error(), events);
      } else if (outcome != null) {
        delivered(item, outcome);
      } else if (rejection != null) {
        deadLetters.bury(item, place, rejection, events);
      } else {
        book.returned(item, place, Item.Past.FRESH);
      }
    }
    return answer.failure();
  }

  private void delivered(Item item, MergeOutcome outcome) {
    if (outcome instanceof MergeOutcome.Collided) {
      events.collided(layer.name(), item.entry());
    }
    book.delivered(item, place);
    events.delivered(layer.name(), item.entry());
  }

  private @Nullable StoreException drop(List<Item> items) {
    try {
      List<Purge> purges = items.stream().map(item -> Purge.of(item.entry())).toList();
      batches.call(() -> layer.store().purge(purges));
      items.forEach(item -> book.delivered(item, place));
      items.forEach(item -> events.delivered(layer.name(), item.entry()));
      return null;
    } catch (StoreException e) {
      items.forEach(item -> book.returned(item, place, Item.Past.FRESH));
      return e;
    }
  }
}
