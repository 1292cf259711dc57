package dev.headwater.store.cockroach;

import dev.headwater.store.ContentHash;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.Write;
import org.jspecify.annotations.Nullable;

/**
 * What a row holds, without its value: enough to decide every merge. Pure.
 *
 * @param expiresAtMillis of a value; of a tombstone {@link EncodedValue#NEVER}
 */
record Held(Key key, Stamp stamp, boolean isTombstone, long expiresAtMillis, ContentHash hash) {

  /** A row as it was found: it holds something, or it is no record. */
  record Row(@Nullable Held held, @Nullable String damage) {

    /** What it holds. */
    Held orThrow(Subject subject) {
      if (held == null) {
        throw corrupt(subject);
      }
      return held;
    }

    CorruptEntryException corrupt(Subject subject) {
      return new CorruptEntryException(subject, String.valueOf(damage));
    }
  }

  /** Whether a reader sees a value. */
  boolean isLiveAt(long nowMillis) {
    return !isTombstone && expiresAtMillis > nowMillis;
  }

  /** Whether this is what the entry says, to the byte. */
  boolean is(Entry entry) {
    return stamp.equals(entry.stamp())
        && isTombstone == entry.isTombstone()
        && hash.equals(entry.hash());
  }

  /** Whether the entry supersedes this; the order is {@link dev.headwater.store.EntryOrder}'s. */
  boolean isSupersededBy(Entry entry) {
    int byStamp = entry.stamp().compareTo(stamp);
    if (byStamp != 0) {
      return byStamp > 0;
    }
    if (isTombstone != entry.isTombstone()) {
      return entry.isTombstone();
    }
    return entry.hash().compareTo(hash) > 0;
  }

  /**
   * What a write comes to where this is held, or {@code null} if its entry is to be written.
   *
   * @param held what is held, or {@code null} if nothing is
   */
  static @Nullable MergeOutcome decide(Write write, @Nullable Held held, long nowMillis) {
    if (held != null && held.is(write.entry())) {
      return MergeOutcome.unchanged();
    }
    if (!holds(write.precondition(), held, nowMillis)) {
      return new MergeOutcome.Refused(held == null ? null : held.stamp());
    }
    return held == null || held.isSupersededBy(write.entry()) ? null : held.keeps(write.entry());
  }

  /** What writing the entry over this comes to. */
  static MergeOutcome written(Entry entry, @Nullable Held before) {
    return before != null && before.stamp().equals(entry.stamp())
        ? new MergeOutcome.Collided(MergeOutcome.Survivor.GIVEN, before.stamp())
        : MergeOutcome.written();
  }

  private MergeOutcome keeps(Entry entry) {
    return stamp.equals(entry.stamp())
        ? new MergeOutcome.Collided(MergeOutcome.Survivor.HELD, stamp)
        : new MergeOutcome.Superseded(stamp);
  }

  private static boolean holds(Precondition precondition, @Nullable Held held, long nowMillis) {
    if (precondition instanceof Precondition.StampIs wanted) {
      return held != null && held.stamp().equals(wanted.stamp());
    }
    return precondition == Precondition.none() || held == null || !held.isLiveAt(nowMillis);
  }
}
