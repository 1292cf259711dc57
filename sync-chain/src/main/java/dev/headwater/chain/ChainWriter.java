package dev.headwater.chain;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Purge;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.Write;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries out writes: the authority first, then the layers below it, then the caches from the
 * lowest up, then memory. What the authority refuses is visible nowhere. What another layer fails
 * to take does not fail the write: the receipt says so and {@link Repairs} mends it.
 */
final class ChainWriter {

  private final ChainShape shape;
  private final List<Store> stores;
  private final LocalCopies copies;
  private final OwnWrites own;
  private final WriteRules rules;
  private final Repairs repairs;
  private final ChainListener listener;
  private final List<Integer> copyOrder;

  /**
   * @param firstWalked the number of layers on top that {@link LocalCopies} keeps
   */
  ChainWriter(
      ChainShape shape,
      List<Store> stores,
      int firstWalked,
      LocalCopies copies,
      OwnWrites own,
      Repairs repairs,
      ChainSettings settings) {
    this.shape = shape;
    this.stores = List.copyOf(stores);
    this.copies = copies;
    this.own = own;
    this.rules = new WriteRules(shape, settings.encodings());
    this.repairs = repairs;
    this.listener = settings.listener();
    this.copyOrder = copyOrder(shape, firstWalked);
  }

  private static List<Integer> copyOrder(ChainShape shape, int firstWalked) {
    List<Integer> order = new ArrayList<>();
    for (int layer = shape.authorityIndex() + 1; layer < shape.layers().size(); layer++) {
      order.add(layer);
    }
    for (int layer = shape.authorityIndex() - 1; layer >= firstWalked; layer--) {
      order.add(layer);
    }
    order.removeIf(layer -> !shape.layers().get(layer).isWritten());
    return List.copyOf(order);
  }

  MergeOutcome merge(Write write, Acknowledgement acknowledgement) {
    rules.check("merge", List.of(write));
    LocalCopies.Ticket ticket = copies.ticket(write.key());
    MergeOutcome outcome;
    try {
      outcome = authority().merge(write);
    } catch (OutcomeUnknownException e) {
      forgetUnknown(List.of(write), e);
      throw e;
    }
    Set<String> behind = outcome.isHeld() ? copy(write.entry()) : Set.of();
    return settle(write.entry(), ticket, outcome, behind);
  }

  List<MergeOutcome> mergeAll(Batch batch, Acknowledgement acknowledgement) {
    rules.check("mergeAll", batch.writes());
    if (batch.atomicity() == Batch.Atomicity.EACH) {
      return mergeChecked(batch, tickets(batch));
    }
    List<Key> keys = batch.writes().stream().map(Write::key).toList();
    List<LocalCopies.Ticket> tickets = tickets(batch);
    List<MergeOutcome> outcomes;
    copies.begin(keys);
    try {
      outcomes = mergeChecked(batch, tickets);
    } finally {
      copies.end(keys);
    }
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).isHeld()) {
        copies.wrote(batch.writes().get(i).entry(), tickets.get(i));
      }
    }
    return outcomes;
  }

  private List<LocalCopies.Ticket> tickets(Batch batch) {
    return batch.writes().stream().map(write -> copies.ticket(write.key())).toList();
  }

  private List<MergeOutcome> mergeChecked(Batch batch, List<LocalCopies.Ticket> tickets) {
    List<MergeOutcome> outcomes;
    try {
      outcomes = authority().mergeAll(batch);
    } catch (OutcomeUnknownException e) {
      forgetUnknown(batch.writes(), e);
      throw e;
    }
    List<Entry> held = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).isHeld()) {
        held.add(batch.writes().get(i).entry());
      }
    }
    Set<String> behind = held.isEmpty() ? Set.of() : copyAll(held);
    List<MergeOutcome> settled = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      Entry entry = batch.writes().get(i).entry();
      Set<String> late = concerned(behind, entry.key());
      settled.add(settle(entry, tickets.get(i), outcomes.get(i), late));
    }
    return settled;
  }

  int purge(Collection<Purge> purges) {
    rules.requireWritable("purge", null);
    int purged = authority().purge(purges);
    for (int layer : copyOrder) {
      stores.get(layer).purge(purges);
    }
    purges.forEach(copies::purged);
    return purged;
  }

  private Store authority() {
    return stores.get(shape.authorityIndex());
  }

  // --- after ---

  /* Nobody knows what the authority holds now, so nobody may be told what memory holds. */
  private void forgetUnknown(List<Write> writes, OutcomeUnknownException error) {
    listener.failed(shape.authority().name(), error);
    writes.forEach(write -> copies.invalidate(write.key()));
  }

  private MergeOutcome settle(
      Entry entry, LocalCopies.Ticket ticket, MergeOutcome outcome, Set<String> behind) {
    if (outcome instanceof MergeOutcome.Collided) {
      listener.collided(shape.authority().name(), entry);
    }
    if (outcome.isHeld()) {
      copies.wrote(entry, ticket);
      if (outcome.wrote()) { // a repetition is no news
        own.taken(entry);
      }
    } else {
      Stamp held = heldInstead(outcome);
      if (held == null) {
        copies.invalidate(entry.key());
      } else {
        copies.heard(entry.key(), held, ticket);
      }
    }
    return outcome instanceof MergeOutcome.Written && !behind.isEmpty()
        ? new MergeOutcome.Written(List.copyOf(behind))
        : outcome;
  }

  private static @Nullable Stamp heldInstead(MergeOutcome outcome) {
    if (outcome instanceof MergeOutcome.Superseded superseded) {
      return superseded.held();
    }
    if (outcome instanceof MergeOutcome.Collided collided) {
      return collided.held();
    }
    return outcome instanceof MergeOutcome.Refused refused ? refused.held() : null;
  }

  private Set<String> copy(Entry entry) {
    Set<String> behind = new LinkedHashSet<>();
    for (int layer : copyOrder) {
      if (!shape.writes(layer, entry.key())) {
        continue;
      }
      String name = shape.layers().get(layer).name();
      try {
        if (fits(layer, entry)) {
          stores.get(layer).merge(Write.of(entry));
        } else {
          stores.get(layer).purge(List.of(Purge.of(entry)));
        }
      } catch (StoreException e) {
        behind.add(name);
        owe(layer, entry, e);
      }
    }
    return behind;
  }

  private Set<String> copyAll(List<Entry> entries) {
    Set<String> behind = new LinkedHashSet<>();
    for (int layer : copyOrder) {
      List<Entry> concerning =
          entries.stream().filter(entry -> shape.writes(layer, entry.key())).toList();
      try {
        copyTo(layer, concerning);
      } catch (StoreException e) {
        behind.add(shape.layers().get(layer).name());
        concerning.forEach(entry -> owe(layer, entry, e));
      }
    }
    return behind;
  }

  private void copyTo(int layer, List<Entry> entries) {
    List<Entry> fitting = new ArrayList<>();
    List<Purge> tooLarge = new ArrayList<>();
    for (Entry entry : entries) {
      if (fits(layer, entry)) {
        fitting.add(entry);
      } else {
        tooLarge.add(Purge.of(entry));
      }
    }
    if (!fitting.isEmpty()) {
      stores.get(layer).mergeAll(Batch.of(fitting));
    }
    if (!tooLarge.isEmpty()) {
      stores.get(layer).purge(tooLarge);
    }
  }

  /* The layers of these whose business the key is. */
  private Set<String> concerned(Set<String> names, Key key) {
    Set<String> concerned = new LinkedHashSet<>();
    for (Layer layer : shape.layers()) {
      if (names.contains(layer.name()) && layer.admits(key)) {
        concerned.add(layer.name());
      }
    }
    return concerned;
  }

  private void owe(int layer, Entry entry, StoreException error) {
    String name = shape.layers().get(layer).name();
    listener.failed(name, error);
    listener.behind(name, entry.key());
    repairs.owe(layer, entry);
  }

  private boolean fits(int layer, Entry entry) {
    return entry.valueBytes() <= stores.get(layer).capabilities().limits().maxValueBytes();
  }
}
