package dev.headwater.store;

import org.jspecify.annotations.Nullable;

/** An entry to merge and the precondition of that merge. */
public record Write(Entry entry, Precondition precondition) {

  /** A write without precondition. */
  public static Write of(Entry entry) {
    return new Write(entry, Precondition.none());
  }

  public Key key() {
    return entry.key();
  }

  /**
   * What this write comes to where this entry is held, and what every store therefore does: a
   * repetition changes nothing, whatever its precondition; then the precondition decides; then the
   * order of entries. Pure: if the outcome {@link MergeOutcome#wrote()}, the store still has to
   * write.
   *
   * @param held what is held of the key, expired or not; {@code null} if nothing is
   */
  public MergeOutcome onto(@Nullable Entry held, long nowMillis) {
    if (held != null && held.equals(entry)) {
      return MergeOutcome.unchanged();
    }
    if (!precondition.holds(held, nowMillis)) {
      return MergeOutcome.refused(held);
    }
    return held == null ? MergeOutcome.written() : EntryOrder.merge(entry, held);
  }
}
