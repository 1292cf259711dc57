package dev.headwater.chain.outbox;

import dev.headwater.chain.outbox.OutboxEvents.Certainty;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Stamp;
import org.jspecify.annotations.Nullable;

/** What the authority's answer about an undecided write means. Pure. */
sealed interface Verdict {

  /** The authority holds the entry. */
  record Taken() implements Verdict {}

  /** It holds a newer one. */
  record Superseded(Stamp held) implements Verdict {}

  /** It refused the entry, and holds this instead, or nothing. */
  record Withdrawn(@Nullable Stamp held, Certainty certainty) implements Verdict {}

  /** It can't take it. */
  record Dead(CorruptEntryException error) implements Verdict {}

  static Verdict of(Item item, MergeOutcome outcome) {
    if (outcome.isHeld()) {
      return new Taken();
    }
    if (outcome instanceof MergeOutcome.Superseded superseded) {
      return new Superseded(superseded.held());
    }
    if (outcome instanceof MergeOutcome.Collided collided) {
      return new Superseded(collided.held());
    }
    if (outcome instanceof MergeOutcome.Refused refused) {
      return new Withdrawn(refused.held(), certainty(item, refused.held()));
    }
    if (outcome instanceof MergeOutcome.Failed failed) {
      return new Dead(failed.error());
    }
    throw new IllegalStateException("an outcome of no known kind: " + outcome);
  }

  /* Stores never go back: where something older is held, the entry never was. */
  private static Certainty certainty(Item item, @Nullable Stamp held) {
    return item.past() == Item.Past.MAYBE_TAKEN
            && held != null
            && held.isAfter(item.entry().stamp())
        ? Certainty.UNCERTAIN
        : Certainty.CERTAIN;
  }
}
