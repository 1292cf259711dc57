package dev.headwater.chain.outbox;

import dev.headwater.store.Entry;
import dev.headwater.store.journal.Journal;
import java.util.ArrayList;
import java.util.List;

/** Collects what a change of a line means for others, under the line's lock. */
final class Consequences implements Ledger {

  private final Fates fates;
  private final Recipients layers;
  private final List<Journal.Change> changes = new ArrayList<>(2);
  private final List<Entry> freed = new ArrayList<>(1);
  private boolean told;

  Consequences(Fates fates, Recipients layers) {
    this.fates = fates;
    this.layers = layers;
  }

  @Override
  public void rewritten(Item item) {
    record(new Journal.Put(Sections.OUTBOX, item.number(), ItemRecord.item(item, layers)));
    forgetProgress(item);
  }

  @Override
  public void progressed(Item item) {
    ItemRecord.SavedProgress progress =
        new ItemRecord.SavedProgress(item.state(), layers.names(item.owed()));
    record(new Journal.Put(Sections.PROGRESS, item.number(), ItemRecord.progress(progress)));
  }

  @Override
  public void gone(Item item) {
    free(item.entry());
    record(new Journal.Remove(Sections.OUTBOX, item.number()));
    forgetProgress(item);
  }

  /* Most items come no further than to be decided: nothing was noted of them, nothing goes. */
  private void forgetProgress(Item item) {
    if (item.state() == Item.State.DECIDED || item.state() == Item.State.UNSURE) {
      record(new Journal.Remove(Sections.PROGRESS, item.number()));
    }
  }

  void refused(Item item, OutboxEvents.Certainty certainty) {
    ItemRecord.SavedRefusal refusal = new ItemRecord.SavedRefusal(certainty, item.write());
    record(new Journal.Put(Sections.REFUSED, item.number(), ItemRecord.refusal(refusal)));
  }

  @Override
  public void fate(Item item, LayerSet of, Delivery.State state) {
    fates.add(item.key(), item.entry().stamp(), of, state);
  }

  /** The journal is to know that, too. */
  void record(Journal.Change change) {
    changes.add(change);
  }

  /** The journal need not know. */
  void unrecord() {
    changes.clear();
  }

  /** There is the room of this entry again. */
  void free(Entry entry) {
    freed.add(entry);
  }

  /** Those who wait for a change of the key are told. */
  void tell() {
    told = true;
  }

  boolean isTold() {
    return told;
  }

  List<Journal.Change> changes() {
    return changes;
  }

  List<Entry> freed() {
    return freed;
  }
}
