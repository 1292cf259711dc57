package dev.headwater.store.github;

import dev.headwater.store.Batch;
import dev.headwater.store.Batch.Atomicity;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.github.commits.Committer;
import dev.headwater.store.github.commits.Failures;
import dev.headwater.store.github.commits.Load;
import dev.headwater.store.github.index.CommitWork;
import java.util.ArrayList;
import java.util.List;

/**
 * Merges one batch, in one commit. Where GitHub refuses the commit, such as for a path that a rule
 * forbids, the writes of a batch that is not atomic are committed in halves, so that one write does
 * not keep the others away. Used once, by one thread.
 */
final class Merges {

  /** How many commits are tried for one batch. */
  private static final int MOST_COMMITS = 64;

  private static final int MOST_NAMED = 10;

  private final Committer committer;
  private final Subject subject;
  private final Deadline deadline;
  private final List<Key> refused = new ArrayList<>();
  private boolean wrote;
  private int commits;

  Merges(Committer committer, Subject subject, Deadline deadline) {
    this.committer = committer;
    this.subject = subject;
    this.deadline = deadline;
  }

  /**
   * Merges the batch: in one commit, or, if it is not atomic and has many files that are no text,
   * in several cheap ones.
   *
   * @throws RejectedException if nothing was written
   * @throws OutcomeUnknownException if GitHub does not take some writes, and others were made
   */
  List<MergeOutcome> merge(Batch batch) {
    List<MergeOutcome> outcomes = new ArrayList<>();
    RejectedException why = null;
    try {
      for (List<Write> part : parts(batch)) {
        try {
          outcomes.addAll(commit(new Batch(part, batch.atomicity())));
        } catch (RejectedException e) {
          why = e;
          if (batch.atomicity() == Atomicity.ALL || batch.writes().size() == 1) {
            throw e;
          }
          separate(part);
        }
      }
    } catch (StoreUnavailableException e) {
      throw wrote ? partly("the rest is still to be tried", e) : e;
    }
    if (why != null) {
      throw refusal(why);
    }
    return outcomes;
  }

  private static List<List<Write>> parts(Batch batch) {
    if (batch.atomicity() == Atomicity.ALL || Load.of(batch.writes()).isCheap()) {
      return List.of(batch.writes());
    }
    List<List<Write>> parts = new ArrayList<>();
    int first = 0;
    Load load = Load.of(List.of());
    for (int i = 0; i < batch.writes().size(); i++) {
      Load together = load.plus(Load.of(batch.writes().get(i)));
      if (i > first && !together.isCheap()) {
        parts.add(batch.writes().subList(first, i));
        first = i;
        together = Load.of(batch.writes().get(i));
      }
      load = together;
    }
    parts.add(batch.writes().subList(first, batch.writes().size()));
    return parts;
  }

  private List<MergeOutcome> commit(Batch batch) {
    CommitWork.Outcome outcome = committer.commit(new CommitWork.Merging(batch), subject, deadline);
    if (outcome instanceof CommitWork.Outcome.Failed failed) {
      throw Failures.about(subject, failed.error());
    }
    if (outcome instanceof CommitWork.Outcome.Merged merged) {
      wrote |= merged.outcomes().stream().anyMatch(MergeOutcome::wrote);
      return merged.outcomes();
    }
    throw new IllegalStateException("a merge came to " + outcome);
  }

  private StoreException refusal(RejectedException why) {
    String which =
        refused.isEmpty() ? "some" : refused.stream().limit(MOST_NAMED).toList().toString();
    return wrote
        ? partly("GitHub does not take " + which, why)
        : new RejectedException(subject, why.reason(), which + ": " + why.getMessage(), why);
  }

  private OutcomeUnknownException partly(String what, StoreException why) {
    return new OutcomeUnknownException(
        subject,
        "a part of the batch was written, %s; repeat it to learn of each write (%s)"
            .formatted(what, why.getMessage()),
        why);
  }

  private void separate(List<Write> writes) {
    if (writes.size() == 1) {
      refused.add(writes.get(0).key());
      return;
    }
    int half = writes.size() / 2;
    for (List<Write> part : List.of(writes.subList(0, half), writes.subList(half, writes.size()))) {
      if (commits++ >= MOST_COMMITS) {
        return;
      }
      try {
        commit(new Batch(part, Atomicity.EACH));
      } catch (RejectedException e) {
        separate(part);
      }
    }
  }
}
