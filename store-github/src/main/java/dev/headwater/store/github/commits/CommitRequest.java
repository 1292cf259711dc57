package dev.headwater.store.github.commits;

import dev.headwater.store.github.index.CommitWork;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One caller's part of a commit, on its way from the caller's thread to the committer. While no
 * commit with it is under way the caller may give it up, and then it never happens.
 */
final class CommitRequest {

  /** Where it is. */
  private enum State {
    WAITING,
    CLAIMED,
    GIVEN_UP
  }

  private final CommitWork work;
  private final Load load;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private final CompletableFuture<CommitWork.Outcome> done = new CompletableFuture<>();
  private int lostRaces; // of the committer
  private int group; // of the committer

  CommitRequest(CommitWork work) {
    this.work = work;
    this.load = Load.of(work);
  }

  // --- the caller ---

  /** Gives it up, if no commit is under way with it. */
  boolean giveUp() {
    return state.compareAndSet(State.WAITING, State.GIVEN_UP);
  }

  /** What became of it. */
  CompletableFuture<CommitWork.Outcome> done() {
    return done;
  }

  // --- the committer ---

  CommitWork work() {
    return work;
  }

  /** How much it asks of a commit. */
  Load load() {
    return load;
  }

  /** Only requests of one group go into one commit; 0 if nothing was refused. */
  int group() {
    return group;
  }

  /** GitHub refused the commit; it is tried again with this group. */
  void tryWith(int newGroup) {
    group = newGroup;
    state.set(State.WAITING);
  }

  /** Takes it into a commit; false if it was given up. */
  boolean claim() {
    return state.compareAndSet(State.WAITING, State.CLAIMED);
  }

  /** The commit did not happen; counts how often that was so. */
  int lost() {
    state.set(State.WAITING);
    return ++lostRaces;
  }
}
