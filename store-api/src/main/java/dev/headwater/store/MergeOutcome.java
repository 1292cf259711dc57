package dev.headwater.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a merge came to. Errors are exceptions; all of these are answers.
 *
 * <p>Only {@link Written} and a {@link Collided} whose survivor is the given entry changed the
 * store. The others wrote nothing: no revision, no feed event.
 */
public sealed interface MergeOutcome {

  /** The store now holds the given entry and did not before. */
  static MergeOutcome written() {
    return Written.EVERYWHERE;
  }

  /** The store held the given entry already. */
  static MergeOutcome unchanged() {
    return Unchanged.UNCHANGED;
  }

  /** A precondition did not hold, where this entry is held, or nothing. */
  static MergeOutcome refused(@Nullable Entry held) {
    return new Refused(held == null ? null : held.stamp());
  }

  /** Whether the store holds the given entry now. */
  default boolean isHeld() {
    return wrote() || this instanceof Unchanged;
  }

  /** Whether the merge changed the store. */
  default boolean wrote() {
    return this instanceof Written
        || (this instanceof Collided collided && collided.survivor() == Survivor.GIVEN);
  }

  /**
   * The store now holds the given entry and did not before.
   *
   * @param behind the layers of a chain that should hold the entry too and do not yet, because they
   *     are written behind or their write failed; always empty for a single store
   */
  record Written(List<String> behind) implements MergeOutcome {
    private static final Written EVERYWHERE = new Written(List.of());

    public Written {
      behind = List.copyOf(behind);
    }
  }

  /** The store held the given entry already: a repetition. */
  enum Unchanged implements MergeOutcome {
    UNCHANGED
  }

  /** The store holds a newer entry, with this stamp, and kept it. */
  record Superseded(Stamp held) implements MergeOutcome {}

  /**
   * The store held an entry of the same stamp with other content. Stamps are issued once, so this
   * is an alarm: two nodes use one id, or a backup was restored. The order of entries decided.
   */
  record Collided(Survivor survivor, Stamp held) implements MergeOutcome {}

  /** Which of two colliding entries the store holds now. */
  enum Survivor {
    GIVEN,
    HELD
  }

  /**
   * The precondition did not hold, or, in an atomic batch, one of the batch's did not.
   *
   * @param held the stamp of the entry that the store holds, or {@code null} if it holds none
   */
  record Refused(@Nullable Stamp held) implements MergeOutcome {}

  /**
   * The entry could not be merged because of what the store holds of its key; the other entries of
   * the batch were. Only in batches of {@link Batch.Atomicity#EACH}.
   */
  record Failed(CorruptEntryException error) implements MergeOutcome {}
}
