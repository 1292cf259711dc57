package dev.headwater.store.github.commits;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreException;
import dev.headwater.store.github.index.FileChange;
import dev.headwater.store.github.layout.CommitText;
import dev.headwater.store.github.layout.Trailers;
import dev.headwater.store.github.rest.FileCommit;
import dev.headwater.store.github.rest.GitCommit;
import dev.headwater.store.github.rest.GitRepository;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of commits with bytes that are no text: all files in one request, where trees need a
 * request for each such file first. GitHub makes the commit and moves the branch, if it is where
 * the plan was made. It takes a limited time for it, so large commits go the other way. Used by one
 * thread at a time.
 */
final class WholeFiles {

  private static final Logger LOG = LoggerFactory.getLogger(WholeFiles.class);

  static final int MAX_FILES = 100;
  static final long MAX_BYTES = 8L << 20;

  /** How often a lost answer is asked for. */
  private static final int MOST_QUESTIONS = 4;

  /** How far a commit is looked for among those before the head. */
  private static final int MOST_COMMITS = 20;

  private int maxFiles = MAX_FILES;
  private boolean refused;

  /** What it came to. */
  sealed interface Result {}

  /** The branch has it. */
  record Made(String commit, String tree) implements Result {}

  /** It is not made. */
  enum Without implements Result {
    /** Somebody else moved the branch. */
    OVERTAKEN,
    /** GitHub does not take it so; it may take it the other way. */
    REFUSED,
    /** It is not known whether the branch has it; the other way tells. */
    IN_DOUBT
  }

  /** Whether this is the way of these files, of which so many would be requests of their own. */
  boolean takes(List<FileChange> files, long blobs) {
    return blobs > 0 && !refused && files.size() <= maxFiles && bytes(files) <= MAX_BYTES;
  }

  private static long bytes(List<FileChange> files) {
    long bytes = 0;
    for (FileChange file : files) {
      bytes += file instanceof FileChange.Put put ? put.file().content().length : 0;
    }
    return bytes;
  }

  /** GitHub took the other way what it had refused this way. */
  void isRefused() {
    LOG.info("GitHub does not take commits of whole files here; files are sent one by one");
    refused = true;
  }

  /**
   * Makes the commit.
   *
   * @param expected the commit at which the branch has to be
   * @param batch the id of this attempt in the message
   */
  Result make(
      GitRepository asked, List<FileChange> files, String expected, String message, String batch) {
    FileCommit commit = commit(files, expected, message);
    try {
      return result(asked.commitFiles(commit));
    } catch (RejectedException e) {
      LOG.debug("a commit of whole files was refused", e);
      return Without.REFUSED;
    } catch (OutcomeUnknownException e) {
      return findOut(asked, commit, batch);
    }
  }

  private static FileCommit commit(List<FileChange> files, String expected, String message) {
    Map<String, byte[]> additions = new HashMap<>();
    List<String> deletions = new ArrayList<>();
    for (FileChange file : files) {
      if (file instanceof FileChange.Put put) {
        additions.put(put.path(), put.file().content());
      } else {
        deletions.add(file.path());
      }
    }
    return new FileCommit(expected, message, additions, deletions);
  }

  private Result result(Optional<FileCommit.Made> made) {
    if (made.isEmpty()) {
      return Without.OVERTAKEN;
    }
    maxFiles = Math.min(MAX_FILES, 2 * maxFiles);
    return new Made(made.get().id(), made.get().tree());
  }

  /* It is made once at most, since the branch is where it has to be once at most. */
  private Result findOut(GitRepository asked, FileCommit commit, String batch) {
    boolean repeated = false;
    try {
      for (int i = 0; i < MOST_QUESTIONS; i++) {
        Optional<String> head = asked.head();
        if (head.isPresent() && !head.get().equals(commit.expected())) {
          Result found = find(asked, head.get(), commit.expected(), batch);
          if (found != null) {
            return found;
          }
        } else if (!repeated) {
          repeated = true;
          Result result = result(asked.commitFiles(commit));
          if (result instanceof Made) {
            return result;
          }
        }
      }
    } catch (StoreException e) { // whatever it is, it does not tell
      LOG.debug("a commit of whole files has no answer", e);
    }
    maxFiles = maxFiles / 2;
    return Without.IN_DOUBT;
  }

  /* The commit among those from the head back to the expected one; null if neither is found. */
  private static @Nullable Result find(
      GitRepository asked, String head, String expected, String batch) {
    String next = head;
    for (int i = 0; i < MOST_COMMITS; i++) {
      if (next.equals(expected)) {
        return Without.OVERTAKEN;
      }
      Optional<GitCommit> commit = asked.commit(next);
      if (commit.isEmpty()) {
        return null;
      }
      Trailers trailers = CommitText.parse(commit.get().message());
      if (batch.equals(trailers.batch())) {
        return new Made(next, commit.get().tree());
      }
      String before =
          commit.get().parents().isEmpty() ? trailers.squashOf() : commit.get().parents().get(0);
      if (before == null) {
        return null;
      }
      next = before;
    }
    return null;
  }
}
