package dev.headwater.sync;

import dev.headwater.store.Entry;
import dev.headwater.sync.Action.Copy;
import dev.headwater.sync.Action.Effect;
import dev.headwater.sync.Action.Keep;
import dev.headwater.sync.SyncEvent.Kind;
import dev.headwater.sync.SyncReport.Transfer;
import java.util.ArrayList;
import java.util.List;

/** Counts what a run does and tells its listeners. Used by one thread. */
final class Tally {

  private final SyncListener listener;
  private final ProgressListener progress;
  private final Moved toSource = new Moved();
  private final Moved toTarget = new Moved();
  private final List<HeldRecord> firstHeld = new ArrayList<>();
  private long compared;
  private long unchanged;
  private long kept;
  private long conflicts;
  private long held;

  Tally(SyncListener listener, ProgressListener progress) {
    this.listener = listener;
    this.progress = progress;
  }

  /** A tally that tells nobody. */
  static Tally silent() {
    return new Tally(event -> {}, progress -> {});
  }

  private static final class Moved {
    private long copied;
    private long removed;

    Transfer transfer() {
      return new Transfer(copied, removed);
    }
  }

  void compared() {
    compared++;
    if (compared % ProgressListener.KEYS == 0) {
      tellProgress();
    }
  }

  void tellProgress() {
    long copied = toSource.copied + toSource.removed + toTarget.copied + toTarget.removed;
    progress.advanced(new Progress(compared, copied, held));
  }

  void copied(Copy copy) {
    Moved moved = moved(copy.to());
    if (copy.effect() == Effect.REMOVES) {
      moved.removed++;
      listener.happened(event(Kind.REMOVED, copy));
    } else {
      moved.copied++;
      listener.happened(event(Kind.COPIED, copy));
    }
  }

  void unchanged() {
    unchanged++;
  }

  void kept(Keep keep) {
    kept++;
    String reason =
        keep.reason() == Keep.Reason.ONLY_IN_TARGET
            ? "only in the target"
            : "newer in the target: " + keep.entry().stamp();
    tell(Kind.KEPT, keep.entry(), Side.TARGET, reason);
  }

  void conflict(Entry entry, Side survivor) {
    conflicts++;
    String reason =
        "both sides have other content of stamp %s; the %s's is kept"
            .formatted(entry.stamp(), survivor.text());
    tell(Kind.CONFLICT, entry, survivor, reason);
  }

  void held(HeldRecord record) {
    held++;
    if (firstHeld.size() < SyncReport.MAX_LISTED) {
      firstHeld.add(record);
    }
    listener.happened(new SyncEvent(Kind.HELD, record.key(), record.side(), record.explanation()));
  }

  Transfer transfer(Side side) {
    return moved(side).transfer();
  }

  /** The report of a run with these counts. */
  SyncReport report(SyncReport.Execution execution, Pair pair, long millis, Ending ending) {
    return new SyncReport(
        execution,
        toTarget.transfer(),
        toSource.transfer(),
        unchanged,
        kept,
        conflicts,
        held,
        firstHeld,
        pair.store(Side.SOURCE).requests(),
        pair.store(Side.TARGET).requests(),
        millis,
        ending);
  }

  private Moved moved(Side side) {
    return side == Side.SOURCE ? toSource : toTarget;
  }

  private void tell(Kind kind, Entry entry, Side side, String reason) {
    listener.happened(new SyncEvent(kind, entry.key(), side, reason));
  }

  private static SyncEvent event(Kind kind, Copy copy) {
    Entry entry = copy.entry();
    Entry replaced = copy.replaced();
    String what = entry.isTombstone() ? "deletion " : "value ";
    String over = replaced == null ? ", which the side lacks" : " over " + replaced.stamp();
    return new SyncEvent(kind, entry.key(), copy.to(), what + entry.stamp() + over);
  }
}
