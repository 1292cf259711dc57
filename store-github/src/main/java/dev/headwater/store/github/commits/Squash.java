package dev.headwater.store.github.commits;

import dev.headwater.store.Batch;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Background;
import dev.headwater.store.background.Backoff;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.background.Ticker;
import dev.headwater.store.github.content.Question;
import dev.headwater.store.github.index.CommitWork;
import dev.headwater.store.github.layout.CommitText;
import dev.headwater.store.github.layout.Trailers;
import dev.headwater.store.github.rest.GitCommit;
import dev.headwater.store.github.rest.GitRepository;
import dev.headwater.store.github.rest.Moved;
import dev.headwater.store.github.rest.NewCommit;
import dev.headwater.store.github.rest.RestEnvironment;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * Replaces the branch's history by one commit that has its files. What people committed is written
 * into the index first. GitHub moves the branch only from the commit that was squashed, so whoever
 * commits meanwhile is first, and the squash begins anew on that; whoever commits later finds the
 * branch moved, and what he wrote is planned anew on the squash, as after any lost race.
 */
public final class Squash {

  /** How often others may be faster before the caller is told. */
  private static final int MOST_ATTEMPTS = 13;

  /** How often a lost answer is asked for. */
  private static final int MOST_QUESTIONS = 4;

  private static final Backoff AFTER_LOST_RACE =
      new Backoff(Duration.ofMillis(50), Duration.ofSeconds(10));

  private final GitRepository repository;
  private final Branch branch;
  private final Committer committer;
  private final Background background;
  private final Ticker ticker;
  private final RandomGenerator random;

  public Squash(
      GitRepository repository, Branch branch, Committer committer, RestEnvironment environment) {
    this.repository = repository;
    this.branch = branch;
    this.committer = committer;
    this.background = environment.background();
    this.ticker = environment.ticker();
    this.random = environment.random();
  }

  /** Squashes the history; empty if it is one commit at most. */
  public Optional<Squashed> squash(Subject subject, Deadline deadline) {
    Set<String> made = new HashSet<>();
    for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      Question question = Question.to(repository, subject, deadline);
      View view = settled(subject, deadline);
      if (!view.exists()) {
        return Optional.empty();
      }
      GitCommit head = head(question, view);
      if (head.parents().isEmpty()) {
        return made.contains(head.id()) ? result(head, view) : Optional.empty();
      }
      String commit = question.repository().createCommit(squashOf(head, view));
      made.add(commit);
      long sent = ticker.nanos();
      if (replace(question.repository(), head.id(), commit) == Moved.MOVED) {
        branch.moved(view, View.own(commit, head.tree(), view.base()), sent);
        return Optional.of(new Squashed(head.id(), commit, view.base().sequence()));
      }
      pause(AFTER_LOST_RACE.after(attempt, random), subject, deadline);
    }
    throw new StoreUnavailableException(
        subject, "others were faster %d times; try again later".formatted(MOST_ATTEMPTS));
  }

  /* The branch as it is now, where the index says all of it. */
  private View settled(Subject subject, Deadline deadline) {
    View view = branch.refreshed(subject, deadline);
    for (int i = 0; i < MOST_ATTEMPTS && view.exists() && view.isUnsettled(); i++) {
      committer.commit(new CommitWork.Merging(Batch.of(List.of())), subject, deadline);
      view = branch.refreshed(subject, deadline);
    }
    String why = view.rewound();
    if (why != null) {
      throw new RejectedException(subject, Reason.CONFIGURATION, why);
    }
    if (view.exists() && (view.lastOwn().isEmpty() || view.isUnsettled())) {
      throw new StoreUnavailableException(
          subject, "the branch has changes that are not in the index yet; try again later");
    }
    return view;
  }

  private static GitCommit head(Question question, View view) {
    return question
        .repository()
        .commit(view.commit())
        .orElseThrow(
            () ->
                new StoreUnavailableException(
                    question.subject(), "GitHub does not have its newest commit yet; try again"));
  }

  private NewCommit squashOf(GitCommit head, View view) {
    Trailers trailers =
        new Trailers(view.base().sequence(), randomId(), committer.node(), null, head.id());
    return new NewCommit(head.tree(), List.of(), CommitText.ofSquash(trailers));
  }

  private static Optional<Squashed> result(GitCommit made, View view) {
    String replaced = CommitText.parse(made.message()).squashOf();
    return Optional.ofNullable(replaced)
        .map(before -> new Squashed(before, made.id(), view.base().sequence()));
  }

  private static Moved replace(GitRepository asked, String from, String to) {
    try {
      return asked.replaceHead(from, to);
    } catch (OutcomeUnknownException e) {
      return findOut(asked, from, to, e);
    }
  }

  /* To replace it once more tells, and does no harm: it is done once at most. */
  private static Moved findOut(
      GitRepository asked, String from, String to, OutcomeUnknownException unknown) {
    for (int i = 0; i < MOST_QUESTIONS; i++) {
      try {
        if (asked.replaceHead(from, to) == Moved.MOVED) {
          return Moved.MOVED;
        }
        Optional<String> head = asked.head();
        if (head.isPresent() && !head.get().equals(from)) { // else the answer is an old one
          return Lineage.leads(asked, to, head.get()) ? Moved.MOVED : Moved.NOT_FAST_FORWARD;
        }
      } catch (StoreException e) { // whatever it is, it does not tell
        unknown.addSuppressed(e);
      }
    }
    throw unknown;
  }

  private void pause(Duration pause, Subject subject, Deadline deadline) {
    if (pause.compareTo(deadline.left()) >= 0) {
      throw new StoreUnavailableException(
          subject, "others were faster, and the time is up; try again later");
    }
    try {
      background.waits().await(new CompletableFuture<>(), pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(
          subject, "the thread was interrupted before the squash; nothing happened", e);
    }
  }

  private String randomId() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
