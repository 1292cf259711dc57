package dev.headwater.chain.outbox;

import dev.headwater.store.Entry;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Stamp;
import dev.headwater.store.Write;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The items of one key, in the order in which they were accepted, and what may happen to them. At
 * most one of them is on its way to each layer. Does nothing itself: what follows is told to a
 * {@link Ledger}. Not thread-safe.
 */
final class KeyLine {

  private final Key key;
  private final int authority;
  private final List<Item> items = new ArrayList<>(2);
  private @Nullable Stamp seen; // something of the key was seen that is not in this line

  /**
   * @param authority the place of the authority among the layers
   */
  KeyLine(Key key, int authority) {
    this.key = key;
    this.authority = authority;
  }

  Key key() {
    return key;
  }

  List<Item> items() {
    return List.copyOf(items);
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  int undecided() {
    int count = 0;
    for (Item item : items) {
      count += item.isUndecided() ? 1 : 0;
    }
    return count;
  }

  /** How many items there are that somebody else than their writer has to settle. */
  int owing() {
    int count = 0;
    for (Item item : items) {
      boolean writers = item.state() == Item.State.INTENT && item.past() == Item.Past.FRESH;
      count += writers ? 0 : 1;
    }
    return count;
  }

  /** Whether the layer is still to get the write with this stamp. */
  boolean owes(Stamp stamp, int layer) {
    for (Item item : items) {
      if (item.state() != Item.State.UNSURE
          && item.owed().has(layer)
          && item.entry().stamp().equals(stamp)) {
        return true;
      }
    }
    return false;
  }

  /** The item with this number, if it is still there. */
  @Nullable Item find(long number) {
    for (Item item : items) {
      if (item.number() == number) {
        return item;
      }
    }
    return null;
  }

  // --- what is seen of it ---

  /** The newest entry that was acknowledged, unless something newer was seen. */
  @Nullable Entry newest() {
    Entry newest = null;
    for (Item item : items) {
      if (item.state() == Item.State.UNDECIDED && isServed(item.entry())) {
        newest =
            newest == null || EntryOrder.supersedes(item.entry(), newest) ? item.entry() : newest;
      }
    }
    return newest;
  }

  private boolean isServed(Entry entry) {
    return seen == null || !seen.isAfter(entry.stamp());
  }

  /** The last item that the journal may not have yet. */
  @Nullable Item lastJournaling() {
    Item last = null;
    for (Item item : items) {
      last = item.state() == Item.State.JOURNALING ? item : last;
    }
    return last;
  }

  /** Something with this stamp was seen of the key. */
  void overtaken(Stamp stamp) {
    seen = seen == null || stamp.isAfter(seen) ? stamp : seen;
  }

  // --- accepting ---

  /** Whether the item would take the place of the last one, and at most its room. */
  boolean wouldBeReplacedBy(Item later, long nowMillis) {
    Item last = null;
    for (Item item : items) {
      last = item.isUndecided() ? item : last;
    }
    return last != null
        && seen == null
        && later.bytes() <= last.bytes()
        && Coalescing.undecided(last, later, nowMillis) != null;
  }

  void add(Item item, Ledger ledger) {
    items.add(item);
    if (item.state() == Item.State.DECIDED) {
      relieve(item, ledger);
    }
  }

  /** The journal has the item: it is acknowledged. */
  void journaled(long number, long nowMillis, Ledger ledger) {
    Item item = find(number);
    if (item != null && item.state() == Item.State.JOURNALING) {
      replace(item.state(Item.State.UNDECIDED));
      coalesce(nowMillis, ledger);
    }
  }

  private void coalesce(long nowMillis, Ledger ledger) {
    Item later = null;
    for (int i = items.size() - 1; i >= 0; i--) {
      Item earlier = items.get(i);
      if (earlier.isUndecided()) {
        later = later == null ? earlier : coalesce(earlier, later, nowMillis, ledger);
      }
    }
  }

  /* Returns the item that the next earlier one may be coalesced with. */
  private Item coalesce(Item earlier, Item later, long nowMillis, Ledger ledger) {
    boolean mayInherit = seen == null || !later.isConditional();
    Write write = mayInherit ? Coalescing.undecided(earlier, later, nowMillis) : null;
    if (write == null) {
      return earlier;
    }
    Item kept = replace(later.write(write).since(earlier.sinceMillis()));
    ledger.fate(earlier, earlier.owed(), Delivery.State.SUPERSEDED);
    if (!write.equals(later.write())) {
      ledger.rewritten(kept);
    }
    drop(earlier, ledger);
    return kept;
  }

  /** The item was not accepted after all. */
  void remove(long number, Ledger ledger) {
    Item item = find(number);
    if (item != null) {
      drop(item, ledger);
    }
  }

  // --- giving ---

  /** The item that the layer is to be given now, if there is one. */
  @Nullable Item next(int layer) {
    Item next = null;
    for (Item item : items) {
      if (item.inFlight().has(layer)) {
        return null;
      }
      if (next == null && item.owed().has(layer) && isReady(item, layer)) {
        next = item;
      }
    }
    return next;
  }

  private boolean isReady(Item item, int layer) {
    return switch (item.state()) {
      case JOURNALING, INTENT -> false;
      case UNDECIDED -> layer == authority && isFirstUndecided(item);
      case UNSURE -> layer == authority;
      case DECIDED -> layer != authority;
    };
  }

  private boolean isFirstUndecided(Item item) {
    for (Item other : items) {
      if (other.isUndecided()) {
        return other.number() == item.number();
      }
    }
    return false;
  }

  /** Takes {@link #next}: it is in flight from now on. */
  @Nullable Item take(int layer) {
    Item next = next(layer);
    return next == null ? null : replace(next.inFlight(next.inFlight().with(layer)));
  }

  /** The layer did not answer. */
  void returned(long number, int layer, Item.Past past) {
    Item item = find(number);
    if (item != null) {
      Item back = item.inFlight(item.inFlight().without(layer));
      replace(past == Item.Past.MAYBE_TAKEN ? back.maybeTaken() : back);
    }
  }

  /** A layer other than the authority has the item. */
  void delivered(long number, int layer, Ledger ledger) {
    Item item = find(number);
    if (item != null) {
      Item rest = item.inFlight(item.inFlight().without(layer)).owed(item.owed().without(layer));
      keepOrDrop(rest, ledger);
    }
  }

  /** The authority holds the item's entry; these other layers are owed it. */
  void decided(long number, LayerSet owed, Ledger ledger) {
    Item item = find(number);
    if (item != null) {
      decide(item.inFlight(LayerSet.NONE), owed, ledger);
    }
  }

  /** What the authority holds, which was read, takes the place of the item's entry. */
  void resolved(long number, Entry held, LayerSet owed, Ledger ledger) {
    Item item = find(number);
    if (item != null) {
      Item now = item.inFlight(LayerSet.NONE).write(Write.of(held)).state(Item.State.DECIDED);
      replace(now);
      ledger.rewritten(now.owed(owed));
      decide(now, owed, ledger);
    }
  }

  private void decide(Item item, LayerSet owed, Ledger ledger) {
    if (owed.isEmpty()) {
      drop(item, ledger);
      return;
    }
    Item decided = relieve(replace(item.state(Item.State.DECIDED).owed(owed)), ledger);
    if (find(decided.number()) != null) {
      keepOrDrop(decided, ledger);
    }
  }

  /* Of decided items each layer gets the newest alone. */
  private Item relieve(Item item, Ledger ledger) {
    Item decided = item;
    for (Item other : List.copyOf(items)) {
      if (other.state() == Item.State.DECIDED && other.number() != decided.number()) {
        decided = relieve(decided, Coalescing.obsolete(decided, other), ledger);
        relieve(other, Coalescing.obsolete(other, decided), ledger);
      }
    }
    return decided;
  }

  private Item relieve(Item item, LayerSet obsolete, Ledger ledger) {
    if (obsolete.isEmpty()) {
      return item;
    }
    ledger.fate(item, obsolete, Delivery.State.SUPERSEDED);
    Item rest = item.owed(item.owed().without(obsolete));
    keepOrDrop(rest, ledger);
    return rest;
  }

  /** The item's writer does not know what became of it, and does not settle it any more. */
  void abandoned(long number) {
    Item item = find(number);
    if (item != null) {
      replace(item.maybeTaken());
    }
  }

  /** The item's entry is not the authority's; what that holds has to be read for the others. */
  void unsure(long number, LayerSet owed, Ledger ledger) {
    Item item = find(number);
    if (item != null) {
      Item unsure = item.inFlight(LayerSet.NONE).state(Item.State.UNSURE).owed(owed);
      replace(unsure);
      ledger.progressed(unsure);
    }
  }

  /** The layer will never take the item; others may. */
  void buried(long number, int layer, Ledger ledger) {
    Item item = find(number);
    if (item != null) {
      boolean inOneLayer = item.state() == Item.State.DECIDED;
      ledger.fate(item, inOneLayer ? LayerSet.of(layer) : item.owed(), Delivery.State.DEAD);
      if (inOneLayer) {
        delivered(number, layer, ledger);
      } else {
        drop(item, ledger);
      }
    }
  }

  /**
   * Nothing up to this stamp is owed any more to layers other than the authority.
   *
   * @return whether none of it is in flight, and so still there
   */
  boolean forget(Stamp upTo, Ledger ledger) {
    boolean all = true;
    for (Item item : List.copyOf(items)) {
      if (item.state() == Item.State.DECIDED && !item.entry().stamp().isAfter(upTo)) {
        Item rest = item.owed(item.inFlight());
        keepOrDrop(rest, ledger);
        all &= rest.inFlight().isEmpty();
      }
    }
    return all;
  }

  private void keepOrDrop(Item item, Ledger ledger) {
    if (item.owed().isEmpty() && item.inFlight().isEmpty()) {
      drop(item, ledger);
    } else {
      replace(item);
      ledger.progressed(item);
    }
  }

  private void drop(Item item, Ledger ledger) {
    items.removeIf(one -> one.number() == item.number());
    ledger.gone(item);
  }

  private Item replace(Item item) {
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).number() == item.number()) {
        items.set(i, item);
      }
    }
    return item;
  }

  /**
   * What accepting a write locally comes to. Where nothing is known of the key, it is accepted. One
   * that had to wait may be older than what was seen meanwhile.
   *
   * @param known what memory holds of the key
   */
  MergeOutcome decideLocally(Write write, @Nullable Entry known, long nowMillis) {
    Entry pending = newestAccepted();
    Entry held = pending == null ? known : pending;
    MergeOutcome outcome = held == null ? MergeOutcome.written() : write.onto(held, nowMillis);
    return outcome.wrote() && seen != null && seen.isAfter(write.entry().stamp())
        ? new MergeOutcome.Superseded(seen)
        : outcome;
  }

  private @Nullable Entry newestAccepted() {
    Entry newest = null;
    for (Item item : items) {
      if (item.isUndecided() && isServed(item.entry())) {
        newest =
            newest == null || EntryOrder.supersedes(item.entry(), newest) ? item.entry() : newest;
      }
    }
    return newest;
  }
}
