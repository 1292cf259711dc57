package dev.headwater.store.github.commits;

import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.background.Ticker;
import dev.headwater.store.github.content.Contents;
import dev.headwater.store.github.content.Question;
import dev.headwater.store.github.index.CommitPlan;
import dev.headwater.store.github.index.CommitWork;
import dev.headwater.store.github.index.Index;
import dev.headwater.store.github.layout.FormatFile;
import dev.headwater.store.github.layout.RepositoryFile;
import dev.headwater.store.github.rest.Comparison.Status;
import dev.headwater.store.github.rest.GitRepository;
import dev.headwater.store.github.rest.Moved;
import dev.headwater.store.github.rest.NewCommit;
import dev.headwater.store.github.rest.RestEnvironment;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * One attempt at a commit: plan on what is known, upload, move the branch. Used by one thread at a
 * time.
 *
 * <p>What is known may be old, and need not be newer: GitHub moves the branch only from the commit
 * that the plan was made on. Only a refusal writes nothing, and so is decided on a view that was
 * asked for after the request came.
 */
public final class CommitAttempt {

  /** How often a lost answer is asked for. */
  private static final int MOST_QUESTIONS = 4;

  /** What an attempt came to. */
  sealed interface Result {}

  /** The branch has it, or there was nothing to write. */
  record Done(List<CommitWork.Outcome> outcomes, boolean committed) implements Result {}

  /** There is something newer to plan on; of the works nothing happened. */
  enum Again implements Result {
    AGAIN
  }

  private final GitRepository repository;
  private final Branch branch;
  private final Hashes hashes;
  private final Uploads uploads;
  private final InstantSource time;
  private final Ticker ticker;
  private final RandomGenerator random;
  private final WholeFiles wholeFiles = new WholeFiles();
  private final Refusals refusals;
  private final String node;
  private String lostOn = ""; // the commit from which the branch had moved on; empty if unknown
  private boolean isBehind; // somebody moved the branch, or may have

  public CommitAttempt(
      GitRepository repository, Branch branch, Contents contents, RestEnvironment environment) {
    this.repository = repository;
    this.branch = branch;
    this.hashes = new Hashes(contents);
    this.uploads = new Uploads(contents);
    this.time = environment.time();
    this.ticker = environment.ticker();
    this.random = environment.random();
    this.refusals = new Refusals(ticker, random);
    this.node = randomId();
  }

  private String randomId() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  /** What commits call the node that makes them. */
  String node() {
    return node;
  }

  /** How long it takes until so many requests are within GitHub's limits; no request. */
  Duration room(int requests) {
    return repository.waitFor(requests);
  }

  Result make(List<CommitWork> works, Subject subject, Deadline deadline) {
    Question question = Question.to(repository, subject, deadline);
    View view = isBehind ? branch.refreshed(subject, deadline) : branch.known(subject, deadline);
    if (isBehind && !lostOn.isEmpty() && view.commit().equals(lostOn)) {
      return Again.AGAIN; // an old answer: the branch is known to have moved on
    }
    isBehind = false;
    CommitPlan plan = plan(question, view, works);
    if (refuses(plan)) {
      view = branch.refreshed(subject, deadline);
      plan = plan(question, view, works);
    }
    if (plan.isEmpty()) {
      return new Done(plan.outcomes(), false);
    }
    requireForward(view, subject);
    refusals.require(subject);
    try {
      return write(question.repository(), subject, view, plan);
    } catch (RejectedException e) {
      refusals.refused(e);
      throw e;
    }
  }

  private Result write(GitRepository asked, Subject subject, View view, CommitPlan plan) {
    if (!view.exists()) {
      begin(asked);
      return again("");
    }
    if (commit(asked, subject, view, plan)) {
      refusals.accepted();
      return new Done(plan.outcomes(), true);
    }
    return again(view.commit());
  }

  private Result again(String seen) {
    lostOn = seen;
    isBehind = true;
    return Again.AGAIN;
  }

  private CommitPlan plan(Question question, View view, List<CommitWork> works) {
    View known = hashes.complete(question, view, works);
    Index base = known.base();
    if (base.incarnation().equals(View.UNBORN)) {
      base = base.named(randomId());
    }
    List<RepositoryFile> extra =
        known.format() == View.Format.STATED ? List.of() : FormatFile.files(base.incarnation());
    String store = question.subject().store();
    return CommitPlan.of(
        base, known.adoption(), works, new CommitPlan.Context(store, time.millis(), extra));
  }

  private static boolean refuses(CommitPlan plan) {
    return plan.outcomes().stream().anyMatch(CommitAttempt::refuses);
  }

  private static boolean refuses(CommitWork.Outcome outcome) {
    return outcome instanceof CommitWork.Outcome.Merged merged
        && merged.outcomes().stream().anyMatch(MergeOutcome.Refused.class::isInstance);
  }

  private static void requireForward(View view, Subject subject) {
    String why = view.rewound();
    if (why != null) {
      throw new RejectedException(subject, Reason.CONFIGURATION, why);
    }
  }

  /* Whether the branch has it; else somebody else was first. */
  private boolean commit(GitRepository asked, Subject subject, View view, CommitPlan plan) {
    String batch = randomId();
    String message = plan.message(batch, node, view.commit());
    if (!wholeFiles.takes(plan.files(), uploads.blobs(plan.files()))) {
      return commitTree(asked, view, plan, message);
    }
    long sent = ticker.nanos();
    WholeFiles.Result result = wholeFiles.make(asked, plan.files(), view.commit(), message, batch);
    if (result instanceof WholeFiles.Made made) {
      uploads.remember(plan.files());
      branch.moved(view, View.own(made.commit(), made.tree(), plan.next()), sent);
      return true;
    }
    return switch ((WholeFiles.Without) result) {
      case OVERTAKEN -> false;
      case REFUSED -> {
        boolean moved = commitTree(asked, view, plan, message);
        wholeFiles.isRefused(); // since it is taken so
        yield moved;
      }
      case IN_DOUBT -> commitInDoubt(asked, subject, view, plan, message);
    };
  }

  /* The branch is where it was, so nothing has happened; or else nobody knows. */
  private boolean commitInDoubt(
      GitRepository asked, Subject subject, View view, CommitPlan plan, String message) {
    again("");
    StoreException why = null;
    try {
      if (commitTree(asked, view, plan, message)) {
        isBehind = false;
        return true;
      }
    } catch (StoreException e) {
      why = e;
    }
    throw new OutcomeUnknownException(
        subject, "GitHub failed while it made the commit; repeating it is safe", why);
  }

  private boolean commitTree(GitRepository asked, View view, CommitPlan plan, String message) {
    String tree = uploads.tree(asked, view.tree(), plan.files());
    String commit = asked.createCommit(new NewCommit(tree, List.of(view.commit()), message));
    long sent = ticker.nanos();
    if (move(asked, commit) == Moved.NOT_FAST_FORWARD) {
      return false;
    }
    branch.moved(view, View.own(commit, tree, plan.next()), sent);
    return true;
  }

  private Moved move(GitRepository asked, String commit) {
    try {
      return asked.moveHead(commit);
    } catch (OutcomeUnknownException e) {
      again(""); // unless it turns out otherwise
      Moved moved = findOut(asked, commit, e);
      isBehind = false;
      return moved;
    }
  }

  /*
   * The branch is at our commit, or beyond it, or not. To move it once more tells, and changes
   * nothing if it is there already.
   */
  private static Moved findOut(
      GitRepository asked, String commit, OutcomeUnknownException unknown) {
    for (int i = 0; i < MOST_QUESTIONS; i++) {
      try {
        if (asked.moveHead(commit) == Moved.MOVED) {
          return Moved.MOVED;
        }
        Optional<String> head = asked.head();
        Status status =
            head.isEmpty() ? Status.UNRELATED : asked.compare(commit, head.get()).status();
        if (status != Status.BEHIND) { // else the answer is an old one
          return status == Status.AHEAD
                  || status == Status.IDENTICAL
                  || (status == Status.UNRELATED
                      && head.isPresent()
                      && Lineage.leadsBySquash(asked, commit, head.get()))
              ? Moved.MOVED
              : Moved.NOT_FAST_FORWARD;
        }
      } catch (StoreException e) { // whatever it is, it does not tell
        unknown.addSuppressed(e);
      }
    }
    throw unknown;
  }

  /* The first commit of all, or the branch, from the default one. */
  private static void begin(GitRepository asked) {
    Optional<String> start = asked.defaultHead();
    if (start.isPresent()) {
      asked.createHead(start.get());
    } else {
      RepositoryFile readme = FormatFile.readme();
      asked.initialize(readme.path(), readme.content(), "Begin a repository of Headwater's");
    }
  }
}
