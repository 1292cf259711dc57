package dev.headwater.sync;

import dev.headwater.sync.CheckFinding.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what a check finds and tells its listeners. Used by one thread. */
final class Findings {

  private final CheckListener listener;
  private final ProgressListener progress;
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final List<CheckFinding> first = new ArrayList<>();
  private long compared;
  private long equal;

  Findings(CheckListener listener, ProgressListener progress) {
    this.listener = listener;
    this.progress = progress;
  }

  void equal() {
    equal++;
    compared();
  }

  void found(CheckFinding finding) {
    counts.merge(finding.kind(), 1L, Long::sum);
    if (first.size() < SyncReport.MAX_LISTED) {
      first.add(finding);
    }
    listener.found(finding);
    compared();
  }

  void tellProgress() {
    progress.advanced(new Progress(compared, 0, count(Kind.HELD)));
  }

  CheckReport report(Pair pair, long millis) {
    return new CheckReport(
        equal,
        count(Kind.ONLY_IN_SOURCE),
        count(Kind.ONLY_IN_TARGET),
        count(Kind.DIFFER),
        count(Kind.HELD),
        first,
        pair.store(Side.SOURCE).requests(),
        pair.store(Side.TARGET).requests(),
        millis);
  }

  private void compared() {
    compared++;
    if (compared % ProgressListener.KEYS == 0) {
      tellProgress();
    }
  }

  private long count(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }
}
