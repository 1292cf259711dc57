package dev.headwater.sync;

import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.Entry;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.sync.Action.Copy;
import dev.headwater.sync.Action.Effect;
import dev.headwater.sync.Action.Hold;
import dev.headwater.sync.Action.Keep;
import dev.headwater.sync.Action.None;
import dev.headwater.sync.Difference.Differs;
import dev.headwater.sync.Difference.OnlyInSource;
import dev.headwater.sync.Difference.OnlyInTarget;
import dev.headwater.sync.Difference.Same;
import dev.headwater.sync.Difference.Unreadable;
import dev.headwater.sync.HeldRecord.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to do about a difference. Pure.
 *
 * <ul>
 *   <li>The entry that supersedes the other is copied, tombstones as well as values.
 *   <li>A mirror leaves what only the target holds, or holds newer: absence is never a delete.
 *   <li>An expired value still supersedes older entries, so it is carried like a tombstone. Only
 *       where the other side forgets on its own (it is not {@link Capability#COMPLETE}) and holds
 *       nothing of the key, it is left: it would be forgotten, and offered again at every run.
 *   <li>Unreadable records, stamps from the future and values that are too long are held.
 * </ul>
 */
record Planner(Sync.Mode mode, Capabilities source, Capabilities target) {

  /** What to do about the difference at this time, in milliseconds since 1970. */
  Action plan(Difference difference, long nowMillis) {
    return difference.match(new Decision(nowMillis));
  }

  private final class Decision implements Difference.Cases<Action> {
    private final long nowMillis;

    Decision(long nowMillis) {
      this.nowMillis = nowMillis;
    }

    @Override
    public Action onlyInSource(OnlyInSource difference) {
      return copyNew(difference.entry(), Side.TARGET);
    }

    @Override
    public Action onlyInTarget(OnlyInTarget difference) {
      return mode == Sync.Mode.MIRROR
          ? new Keep(difference.entry(), Keep.Reason.ONLY_IN_TARGET)
          : copyNew(difference.entry(), Side.SOURCE);
    }

    @Override
    public Action differs(Differs difference) {
      Side newer = difference.newer();
      if (newer == Side.TARGET && mode == Sync.Mode.MIRROR) {
        return new Keep(difference.target(), Keep.Reason.NEWER_IN_TARGET);
      }
      return copy(difference.on(newer), newer.other(), difference.on(newer.other()));
    }

    @Override
    public Action same(Same difference) {
      return None.NONE;
    }

    @Override
    public Action unreadable(Unreadable difference) {
      String explanation = String.valueOf(difference.error().getMessage());
      return new Hold(
          new HeldRecord(difference.error().key(), difference.side(), Reason.CORRUPT, explanation));
    }

    private Action copyNew(Entry entry, Side to) {
      boolean wouldBeForgotten =
          entry.isExpiredAt(nowMillis) && !capabilities(to).has(Capability.COMPLETE);
      return wouldBeForgotten ? None.NONE : copy(entry, to, null);
    }

    private Action copy(Entry entry, Side to, @Nullable Entry replaced) {
      if (HybridClock.isTooFarAhead(entry.stamp(), nowMillis)) {
        String explanation = "its stamp %s is in the future".formatted(entry.stamp());
        return hold(entry, to.other(), Reason.FUTURE_STAMP, explanation);
      }
      long maxValueBytes = capabilities(to).limits().maxValueBytes();
      if (entry.valueBytes() > maxValueBytes) {
        String explanation =
            "its value has %d bytes, the %s takes %d"
                .formatted(entry.valueBytes(), to.text(), maxValueBytes);
        return hold(entry, to.other(), Reason.TOO_LARGE, explanation);
      }
      boolean removes =
          replaced != null && replaced.isLiveAt(nowMillis) && !entry.isLiveAt(nowMillis);
      return new Copy(entry, to, replaced, removes ? Effect.REMOVES : Effect.STORES);
    }

    private Hold hold(Entry entry, Side side, Reason reason, String explanation) {
      return new Hold(new HeldRecord(entry.key(), side, reason, explanation));
    }
  }

  private Capabilities capabilities(Side side) {
    return side == Side.SOURCE ? source : target;
  }
}
