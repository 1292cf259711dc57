package dev.headwater.store.github.rest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a commit, the head, differs from another one, the base.
 *
 * @param status how the two are related
 * @param mergeBase the id of their newest common ancestor; empty if {@link Status#UNRELATED}
 * @param aheadBy how many commits the head has that the base lacks
 * @param newestCommitMillis the newest committer's time among these commits, of those that GitHub
 *     lists (at most 250, the oldest); 0 if it lists none
 * @param files what changed from the merge base to the head
 * @param truncated whether more files may have changed than GitHub tells of
 */
public record Comparison(
    Status status,
    String mergeBase,
    int aheadBy,
    long newestCommitMillis,
    List<File> files,
    boolean truncated) {

  /** The most files of which GitHub tells. */
  public static final int MAX_FILES = 300;

  static final Comparison NOTHING_IN_COMMON =
      new Comparison(Status.UNRELATED, "", 0, 0, List.of(), false);

  public Comparison {
    files = List.copyOf(files);
  }

  /** Where the head stands, seen from the base. */
  public enum Status {
    /** They are the same. */
    IDENTICAL,
    /** The base is an ancestor of the head. */
    AHEAD,
    /** The head is an ancestor of the base. */
    BEHIND,
    /** Both have commits that the other one lacks. */
    DIVERGED,
    /** They have no common ancestor, or one of them is gone. */
    UNRELATED
  }

  /** What happened to a file. */
  public enum Change {
    ADDED,
    REMOVED,
    MODIFIED,
    RENAMED,
    COPIED,
    UNCHANGED
  }

  /**
   * A file that changed.
   *
   * @param path its path in the head, or its last one if it was removed
   * @param previousPath its path before, if it was renamed or copied
   * @param change what happened
   * @param blobId the id of its blob; that before if it was removed
   */
  public record File(String path, @Nullable String previousPath, Change change, String blobId) {}
}
