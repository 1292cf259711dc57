package dev.headwater.github.emulator.git;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/** The refs of a repository, by full names such as {@code refs/heads/main}. Thread-safe. */
public final class Refs {

  /** How a ref may move. */
  public enum Move {
    /** To a descendant only. */
    FAST_FORWARD,
    /** Anywhere. */
    FORCED
  }

  /** What became of an update. */
  public enum Outcome {
    /** The ref is as asked for. */
    DONE,
    /** The new commit does not descend from where the ref is. */
    NOT_FAST_FORWARD,
    /** Somebody else moved it meanwhile. */
    CONFLICT
  }

  private static final int TRIES = 5;

  private final Repository repository;

  Refs(Repository repository) {
    this.repository = repository;
  }

  /** Whether there is no branch at all, which GitHub calls an empty repository. */
  public boolean isEmpty() throws IOException {
    return list(Constants.R_HEADS).isEmpty();
  }

  /** What the ref holds. */
  public Optional<ObjectId> read(String name) throws IOException {
    Ref ref = repository.getRefDatabase().exactRef(name);
    return Optional.ofNullable(ref).map(Ref::getObjectId);
  }

  /** The full names that start with the prefix, in order. */
  public List<String> list(String prefix) throws IOException {
    return repository.getRefDatabase().getRefsByPrefix(prefix).stream()
        .map(Ref::getName)
        .sorted()
        .toList();
  }

  /** Creates the ref; {@link Outcome#CONFLICT} if it is there. */
  public Outcome create(String name, ObjectId id) throws IOException {
    return update(name, ObjectId.zeroId(), id, Move.FAST_FORWARD);
  }

  /** Moves a ref that is there, whatever it holds now. */
  public Outcome move(String name, ObjectId id, Move move) throws IOException {
    Outcome outcome = Outcome.CONFLICT;
    for (int i = 0; i < TRIES && outcome == Outcome.CONFLICT; i++) {
      Optional<ObjectId> now = read(name);
      if (now.isEmpty()) {
        return Outcome.CONFLICT;
      }
      outcome = update(name, now.get(), id, move);
    }
    return outcome;
  }

  /** Moves the ref if it holds what is expected. */
  public synchronized Outcome update(String name, ObjectId expected, ObjectId id, Move move)
      throws IOException {
    RefUpdate update = repository.updateRef(name);
    update.setExpectedOldObjectId(expected);
    update.setNewObjectId(id);
    update.setForceUpdate(move == Move.FORCED);
    update.disableRefLog();
    try (RevWalk walk = new RevWalk(repository)) {
      return outcome(update, update.update(walk));
    }
  }

  /** Removes the ref; {@link Outcome#CONFLICT} if it is not there. */
  public synchronized Outcome delete(String name) throws IOException {
    if (read(name).isEmpty()) {
      return Outcome.CONFLICT;
    }
    RefUpdate update = repository.updateRef(name);
    update.setForceUpdate(true);
    return outcome(update, update.delete());
  }

  private static Outcome outcome(RefUpdate update, RefUpdate.Result result) throws IOException {
    return switch (result) {
      case NEW, FAST_FORWARD, FORCED, NO_CHANGE -> Outcome.DONE;
      case REJECTED -> Outcome.NOT_FAST_FORWARD;
      case LOCK_FAILURE -> Outcome.CONFLICT;
      case NOT_ATTEMPTED,
          IO_FAILURE,
          RENAMED,
          REJECTED_CURRENT_BRANCH,
          REJECTED_MISSING_OBJECT,
          REJECTED_OTHER_REASON ->
          throw new IOException(update.getName() + " was not updated: " + result);
    };
  }
}
