package dev.headwater.chain.outbox;

import dev.headwater.store.Batch;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.Write;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Merges items into a layer in one call, or, where that is rejected, one by one. */
final class Batches {

  private static final int ITEMS = 100;
  private static final int MOST_ITEMS = 1_000;

  private final Recipient layer;
  private final Function<Item, Write> writes;
  private final OutboxEvents events;

  /**
   * @param writes what the layer is given of an item
   */
  Batches(Recipient layer, Function<Item, Write> writes, OutboxEvents events) {
    this.layer = layer;
    this.writes = writes;
    this.events = events;
  }

  /**
   * What a layer said about items. An item that is in neither map got no answer.
   *
   * @param rejected what the layer will never take
   * @param failure why there are items without an answer
   */
  record Answer(
      Map<Item, MergeOutcome> outcomes,
      Map<Item, StoreException> rejected,
      @Nullable StoreException failure) {}

  /** How many items one call has: what fits into one transaction of the layer, or a hundred. */
  int maxItems() {
    int atomic = layer.store().capabilities().limits().maxAtomicWrites();
    return Math.min(MOST_ITEMS, Math.max(ITEMS, atomic));
  }

  Answer merge(List<Item> items) {
    Collector collector = new Collector();
    try {
      collector.answered(items, call(() -> mergeAll(items)));
    } catch (RejectedException e) {
      if (items.size() == 1) {
        collector.rejections.put(items.get(0), e);
      } else {
        singly(items, collector);
      }
    } catch (StoreException e) {
      collector.failure = e;
    }
    return collector.answer();
  }

  private void singly(List<Item> items, Collector collector) {
    for (Item item : items) {
      try {
        collector.answered(List.of(item), call(() -> mergeAll(List.of(item))));
      } catch (RejectedException e) {
        collector.rejections.put(item, e);
      } catch (StoreException e) {
        collector.failure = e;
        return;
      }
    }
  }

  private List<MergeOutcome> mergeAll(List<Item> items) {
    List<Write> batch = items.stream().map(writes).toList();
    return layer.store().mergeAll(new Batch(batch, Batch.Atomicity.EACH));
  }

  /** Makes a call of the layer, whose every failure is a {@link StoreException} then, and told. */
  <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (StoreException e) {
      events.failed(layer.name(), e);
      throw e;
    } catch (RuntimeException e) { // closed, or broken: who knows what it has done
      StoreException unknown =
          new OutcomeUnknownException(
              Subject.of(layer.store(), "mergeAll"), "the store failed: " + e, e);
      events.failed(layer.name(), unknown);
      throw unknown;
    }
  }

  /** Gathers what calls came to. */
  private final class Collector {
    private final Map<Item, MergeOutcome> outcomes = new LinkedHashMap<>();
    private final Map<Item, RejectedException> rejections = new LinkedHashMap<>();
    private @Nullable StoreException failure;

    void answered(List<Item> items, List<MergeOutcome> answers) {
      for (int i = 0; i < items.size(); i++) {
        outcomes.put(items.get(i), answers.get(i));
      }
    }

    Answer answer() {
      Map<Item, StoreException> dead = new LinkedHashMap<>();
      rejections.forEach(
          (item, error) -> {
            if (isFinal(item, error)) {
              dead.put(item, error);
            } else {
              failure = failure == null ? error : failure;
            }
          });
      return new Answer(outcomes, dead, failure);
    }

    private boolean isFinal(Item item, RejectedException error) {
      return switch (Rejection.of(error, item.entry(), layer.store().capabilities().limits())) {
        case PASSING -> false;
        case FINAL -> true;
        case OF_THE_LAYER_OR_THE_WRITE -> !outcomes.isEmpty();
      };
    }
  }
}
