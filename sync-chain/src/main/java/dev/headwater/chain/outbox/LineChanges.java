package dev.headwater.chain.outbox;

import dev.headwater.store.Key;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The one way to change a line: under the key's lock, so that the journal sees the changes of a key
 * in their order; what it means for others follows without the lock. Counts what is left to do.
 * Thread-safe.
 */
final class LineChanges {

  private final Recipients layers;
  private final Lines lines;
  private final List<Lane> lanes;
  private final JournalLog log;
  private final Room room;
  private final AtomicInteger undecided = new AtomicInteger();
  private final AtomicInteger owing = new AtomicInteger(); // items that lanes will settle
  private volatile @Nullable CompletableFuture<Void> drained;

  LineChanges(Recipients layers, Lines lines, List<Lane> lanes, JournalLog log, Room room) {
    this.layers = layers;
    this.lines = lines;
    this.lanes = List.copyOf(lanes);
    this.log = log;
    this.room = room;
  }

  /** What is done to a line and those who wait for it. */
  interface Change {
    void on(Lines.Slot slot, Consequences ledger);
  }

  /** A change with an answer. */
  interface Question<T> {
    @Nullable T on(Lines.Slot slot, Consequences ledger);
  }

  /** What is done to a line, and told to those who wait for it. */
  interface LineChange {
    void on(KeyLine line, Consequences ledger);
  }

  boolean hasUndecided() {
    return undecided.get() > 0;
  }

  boolean isDrained() {
    return owing.get() == 0;
  }

  /** Completes when nothing is owed any more. */
  synchronized CompletableFuture<Void> whenDrained() {
    CompletableFuture<Void> future = drained;
    if (future == null) {
      future = new CompletableFuture<>();
      drained = future;
    }
    if (isDrained()) { // now, or since whoever drained it had looked for this future
      drained = null;
      future.complete(null);
    }
    return future;
  }

  void act(Key key, LineChange change) {
    on(
        key,
        (slot, ledger) -> {
          change.on(slot.line, ledger);
          ledger.tell();
        });
  }

  <T> Optional<T> ask(Key key, Question<T> question) {
    AtomicReference<@Nullable T> answer = new AtomicReference<>();
    on(key, (slot, ledger) -> answer.set(question.on(slot, ledger)));
    return Optional.ofNullable(answer.get());
  }

  void on(Key key, Change change) {
    Lines.Stripe stripe = lines.stripe(key);
    Consequences ledger = new Consequences(stripe.fates, layers);
    LayerSet offered;
    CompletableFuture<Void> waiting = null;
    synchronized (stripe) {
      Lines.Slot slot = stripe.open(key);
      int undecidedBefore = slot.line.undecided();
      int owingBefore = slot.line.owing();
      change.on(slot, ledger);
      undecided.addAndGet(slot.line.undecided() - undecidedBefore);
      owing.addAndGet(slot.line.owing() - owingBefore);
      log.later(ledger.changes());
      offered = offer(slot);
      if (ledger.isTold() || slot.line.isEmpty()) {
        waiting = slot.changed;
        slot.changed = null;
      }
      stripe.sweep(slot);
    }
    ledger.freed().forEach(room::release);
    kick(offered);
    if (waiting != null) {
      waiting.complete(null);
    }
    tellDrained();
  }

  /* Returns the lanes that did not know of it. */
  private LayerSet offer(Lines.Slot slot) {
    LayerSet offered = LayerSet.NONE;
    for (Lane lane : lanes) {
      int layer = lane.layer();
      if (!slot.queued.has(layer) && !isHeldBack(slot, layer) && slot.line.next(layer) != null) {
        slot.queued = slot.queued.with(layer);
        lane.offer(slot.line.key());
        offered = offered.with(layer);
      }
    }
    return offered;
  }

  private void kick(LayerSet offered) {
    for (Lane lane : lanes) {
      if (offered.has(lane.layer())) {
        lane.kick();
      }
    }
  }

  /** The item of the slot that the layer is to be given now, if there is one. */
  @Nullable Item take(Lines.Slot slot, int layer) {
    slot.queued = slot.queued.without(layer);
    return isHeldBack(slot, layer) ? null : slot.line.take(layer);
  }

  private boolean isHeldBack(Lines.Slot slot, int layer) {
    return layer == layers.authority() && slot.announcing > 0;
  }

  /** Does this; what layers are owed by it, they get in one batch, if that is large enough. */
  void together(Runnable changes) {
    lanes.forEach(Lane::hold);
    try {
      changes.run();
    } finally {
      lanes.forEach(Lane::release);
    }
  }

  private void tellDrained() {
    if (drained != null && isDrained()) {
      synchronized (this) {
        if (drained != null) {
          drained.complete(null);
          drained = null;
        }
      }
    }
  }
}
