package dev.headwater.sync;

import java.util.List;

/**
 * How two stores compare. Tombstones are compared like values.
 *
 * @param equal keys at which a two-way sync would have nothing to do
 * @param onlyInSource keys of which the target holds nothing
 * @param onlyInTarget keys of which the source holds nothing
 * @param differ keys of which both hold an entry, and one is newer
 * @param held records that a sync would hold: corrupt, from the future, too large
 * @param firstFindings the first keys that are not equal, at most {@value SyncReport#MAX_LISTED}
 * @param sourceRequests how many requests the source was asked; a page or a read is one
 * @param targetRequests how many requests the target was asked
 * @param millis how long the check took
 */
public record CheckReport(
    long equal,
    long onlyInSource,
    long onlyInTarget,
    long differ,
    long held,
    List<CheckFinding> firstFindings,
    long sourceRequests,
    long targetRequests,
    long millis) {

  public CheckReport {
    firstFindings = List.copyOf(firstFindings);
  }

  /** Whether a two-way sync would copy and hold nothing. */
  public boolean isEqual() {
    return onlyInSource == 0 && onlyInTarget == 0 && differ == 0 && held == 0;
  }
}
