package dev.headwater.chain.outbox;

import dev.headwater.store.Entry;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.Precondition;
import dev.headwater.store.Write;
import org.jspecify.annotations.Nullable;

/**
 * When one write may take the place of an earlier one of its key that was not delivered yet. The
 * last entry is always kept. Pure.
 */
final class Coalescing {

  private Coalescing() {}

  /**
   * What is left of two undecided writes, of which the later was accepted after the earlier, or
   * {@code null} if both have to be decided.
   *
   * <p>An unconditional write needs nothing of what was before. A conditional one that was checked
   * against an earlier conditional one holds if that does, so it inherits its precondition. After
   * an unconditional one it does not: the authority may hold something that is newer than the
   * earlier entry, and older than the later. A conditional write that the authority may have been
   * given already is decided first: its repetition is recognized by its own entry alone.
   */
  static @Nullable Write undecided(Item earlier, Item later, long nowMillis) {
    boolean waiting =
        earlier.state() == Item.State.UNDECIDED
            && later.state() == Item.State.UNDECIDED
            && earlier.inFlight().isEmpty()
            && later.inFlight().isEmpty();
    if (!waiting || !EntryOrder.supersedes(later.entry(), earlier.entry())) {
      return null;
    }
    boolean tried = earlier.past() == Item.Past.MAYBE_TAKEN;
    if (!later.isConditional()) {
      return tried && earlier.isConditional() ? null : later.write();
    }
    return tried
            || !earlier.isConditional()
            || !wasCheckedAgainst(earlier.entry(), later.write(), nowMillis)
        ? null
        : new Write(later.entry(), earlier.write().precondition());
  }

  private static boolean wasCheckedAgainst(Entry earlier, Write later, long nowMillis) {
    Precondition precondition = later.precondition();
    return precondition.holds(earlier, nowMillis);
  }

  /**
   * The layers to which the decided item need not be given, since this other decided item of the
   * key is owed to them and is newer. What is in flight is given to its end.
   */
  static LayerSet obsolete(Item item, Item other) {
    boolean superseded = EntryOrder.supersedes(other.entry(), item.entry());
    return superseded ? item.owed().and(other.owed()).without(item.inFlight()) : LayerSet.NONE;
  }
}
