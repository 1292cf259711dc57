package dev.headwater.sync;

import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreException;
import dev.headwater.sync.Ending.Failed;
import dev.headwater.sync.Ending.TooManyDeletes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run did, or, after a dry run, would have done.
 *
 * @param execution whether the run wrote
 * @param toTarget what was copied from the source to the target
 * @param toSource what was copied from the target to the source; nothing by a mirror
 * @param unchanged keys with nothing to do: equal, or overtaken by a newer write during the run
 * @param kept entries of the target that a mirror left, because the source lacks them or has them
 *     in an older form
 * @param conflicts keys with entries of the same stamp and other content: a reused node id or a
 *     restored backup. The order of entries decided; they are counted among the others, too.
 * @param held how many records were held
 * @param firstHeld the first of them, at most {@value #MAX_LISTED}, in about the order of keys
 * @param sourceRequests how many requests the source was asked; a page, a read or a batch is one
 * @param targetRequests how many requests the target was asked
 * @param millis how long the run took
 * @param ending how it ended
 */
public record SyncReport(
    Execution execution,
    Transfer toTarget,
    Transfer toSource,
    long unchanged,
    long kept,
    long conflicts,
    long held,
    List<HeldRecord> firstHeld,
    long sourceRequests,
    long targetRequests,
    long millis,
    Ending ending) {

  /** The most held records of a report; a {@link SyncListener} is told all. */
  public static final int MAX_LISTED = 100;

  public SyncReport {
    firstHeld = List.copyOf(firstHeld);
  }

  /** Whether a run writes. */
  public enum Execution {
    APPLY,
    /** The run reads and counts, and writes nothing at all. */
    DRY_RUN
  }

  /**
   * What was merged into one side.
   *
   * @param copied entries, tombstones among them, that removed no value
   * @param removed values that were seen there and are not any more
   */
  public record Transfer(long copied, long removed) {
    static final Transfer NONE = new Transfer(0, 0);
  }

  /** Entries copied to either side, without those that removed a value. */
  public long copied() {
    return toTarget.copied + toSource.copied;
  }

  /** Values removed from either side. */
  public long removed() {
    return toTarget.removed + toSource.removed;
  }

  /** What kept the run from coming to its end, or {@code null} if it did. */
  public @Nullable StoreException failure() {
    if (ending instanceof Failed failed) {
      return failed.error();
    }
    return ending instanceof TooManyDeletes deletes ? rejection(deletes) : null;
  }

  /** This report, if the run came to its end; throws the {@link #failure} otherwise. */
  public SyncReport orThrow() {
    StoreException failure = failure();
    if (failure != null) {
      throw failure;
    }
    return this;
  }

  private static RejectedException rejection(TooManyDeletes deletes) {
    return new RejectedException(
        new StoreException.Subject("sync", "plan", null),
        RejectedException.Reason.LIMIT,
        ("it would remove %d values from the source and %d from the target, maxDeletes allows %d;"
                + " nothing was written; look at a dry run and raise the limit if that is right")
            .formatted(deletes.sourceDeletes(), deletes.targetDeletes(), deletes.limit()));
  }
}
