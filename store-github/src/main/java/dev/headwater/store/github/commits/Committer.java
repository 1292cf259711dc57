package dev.headwater.store.github.commits;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Background;
import dev.headwater.store.background.Backoff;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.background.Ticker;
import dev.headwater.store.github.index.CommitWork;
import dev.headwater.store.github.rest.RestEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only way to write the branch in this process: one commit is under way at a time, and the next
 * one has what all callers who wait meanwhile want. A commit that loses the race against somebody
 * else's is planned anew on what that one made.
 */
public final class Committer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

  /** How often a request may lose the race before its caller is told. */
  private static final int MOST_LOST_RACES = 13;

  private static final Backoff AFTER_LOST_RACE =
      new Backoff(Duration.ofMillis(50), Duration.ofSeconds(10));

  private static final int MOST_ENTRIES = 10_000;
  private static final long MOST_BYTES = 64L << 20;

  /**
   * How the committer works.
   *
   * @param storeName what errors call the store
   * @param timeout the time that one attempt has
   * @param interval the least time between two commits
   * @param adoptWithin how soon people's changes are written down when nobody writes
   */
  public record Pace(String storeName, Duration timeout, Duration interval, Duration adoptWithin) {}

  private enum State {
    IDLE,
    SCHEDULED,
    CLOSED
  }

  private final CommitAttempt attempts;
  private final Pace pace;
  private final Background background;
  private final Ticker ticker;
  private final RandomGenerator random;
  private final CommitQueue queue = new CommitQueue();
  private int groups; // of the thread that makes the commits
  private State state = State.IDLE; // guarded by this
  private boolean adoptionIsPlanned; // guarded by this
  private boolean adoptionIsDue; // guarded by this
  private long nextNotBeforeNanos; // guarded by this

  public Committer(CommitAttempt attempts, Pace pace, RestEnvironment environment) {
    this.attempts = attempts;
    this.pace = pace;
    this.background = environment.background();
    this.ticker = environment.ticker();
    this.random = environment.random();
    this.nextNotBeforeNanos = ticker.nanos();
  }

  /**
   * Does the work in a commit, and returns when the branch has it.
   *
   * @throws OutcomeUnknownException if it was not known in time what became of the commit
   */
  public CommitWork.Outcome commit(CommitWork work, Subject subject, Deadline deadline) {
    CommitRequest request = new CommitRequest(work);
    requireRoom(request, subject, deadline);
    if (!queue.add(request)) {
      throw new IllegalStateException(pace.storeName() + " is closed");
    }
    wake();
    try {
      if (background.waits().await(request.done(), deadline.left())) {
        return request.done().get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(request, subject, e);
    } catch (ExecutionException e) {
      throw failure(subject, e.getCause());
    }
    throw late(request, subject);
  }

  /* What can't be sent in time is told at once. */
  private void requireRoom(CommitRequest request, Subject subject, Deadline deadline) {
    Duration wait = attempts.room(request.load().requests());
    if (wait.compareTo(deadline.left()) > 0) {
      throw new StoreUnavailableException(
          subject,
          "GitHub's limits leave no room for a commit for the next %d s; nothing was written"
              .formatted(wait.toSeconds()));
    }
  }

  private static StoreException interrupted(
      CommitRequest request, Subject subject, InterruptedException cause) {
    return request.giveUp()
        ? new StoreUnavailableException(
            subject, "the thread was interrupted before the commit; nothing was written", cause)
        : new OutcomeUnknownException(
            subject, "the thread was interrupted while the commit was under way; repeat it", cause);
  }

  private static StoreException late(CommitRequest request, Subject subject) {
    return request.giveUp()
        ? new StoreUnavailableException(
            subject, "GitHub was too slow; nothing was written, try again later")
        : new OutcomeUnknownException(
            subject, "GitHub did not answer in time; repeating the write is safe");
  }

  private static RuntimeException failure(Subject subject, @Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof StoreException known
        ? Failures.about(subject, known)
        : cause instanceof RuntimeException plain ? plain : new IllegalStateException(cause);
  }

  /** What commits call the node that makes them. */
  String node() {
    return attempts.node();
  }

  /** Writes down, some time soon, what was adopted from people's commits. */
  public void adoptSoon() {
    synchronized (this) {
      if (adoptionIsPlanned || state == State.CLOSED) {
        return;
      }
      adoptionIsPlanned = true;
    }
    // At a random time, so that of many processes one does it and the others see it done.
    long half = pace.adoptWithin().toNanos() / 2;
    background.timer().schedule(Duration.ofNanos(half + random.nextLong(half + 1)), this::adoptNow);
  }

  private void adoptNow() {
    synchronized (this) {
      adoptionIsPlanned = false;
      adoptionIsDue = true;
    }
    wake();
  }

  // --- one attempt after the other ---

  private synchronized void wake() {
    if (state == State.IDLE && (adoptionIsDue || !queue.isEmpty())) {
      state = State.SCHEDULED;
      Duration pause = Duration.ofNanos(Math.max(0, nextNotBeforeNanos - ticker.nanos()));
      Duration room = attempts.room(queue.requestsOfNext());
      start(room.compareTo(pause) > 0 ? room : pause);
    }
  }

  private void start(Duration delay) {
    if (delay.isZero()) {
      background.executor().execute(this::run);
    } else {
      background.timer().schedule(delay, () -> background.executor().execute(this::run));
    }
  }

  private void run() {
    Duration pause = Duration.ZERO;
    try {
      pause = attempt(queue.claim(MOST_ENTRIES, MOST_BYTES), takeAdoption());
    } catch (RuntimeException e) {
      LOG.error("{}: the committer failed", pace.storeName(), e); // its requests were told
    } finally {
      goOn(pause);
    }
  }

  private synchronized boolean takeAdoption() {
    boolean due = adoptionIsDue;
    adoptionIsDue = false;
    return due;
  }

  private synchronized void goOn(Duration pause) {
    nextNotBeforeNanos = ticker.nanos() + pause.toNanos();
    if (state == State.SCHEDULED) {
      state = State.IDLE;
      wake();
    }
  }

  /* Returns how long to wait before the next attempt. */
  private Duration attempt(List<CommitRequest> requests, boolean adopting) {
    if (requests.isEmpty() && !adopting) {
      return Duration.ZERO;
    }
    Subject subject = new Subject(pace.storeName(), "commit", null);
    try {
      List<CommitWork> works = requests.stream().map(CommitRequest::work).toList();
      CommitAttempt.Result result =
          attempts.make(works, subject, Deadline.in(pace.timeout(), ticker));
      if (!(result instanceof CommitAttempt.Done done)) {
        return lost(requests);
      }
      complete(requests, done.outcomes());
      return done.committed() ? pace.interval() : Duration.ZERO;
    } catch (RejectedException e) {
      refused(requests, e);
      return Duration.ZERO;
    } catch (RuntimeException | Error e) {
      requests.forEach(request -> request.done().completeExceptionally(e));
      if (requests.isEmpty()) {
        notAdopted(e);
      }
      return Duration.ZERO;
    }
  }

  /*
   * One caller's request is no reason to fail those of others: they are tried again in halves. Who
   * is refused alone is told.
   */
  private void refused(List<CommitRequest> requests, RejectedException why) {
    if (requests.size() <= 1) {
      requests.forEach(request -> request.done().completeExceptionally(why));
      if (requests.isEmpty()) {
        notAdopted(why);
      }
      return;
    }
    int half = requests.size() / 2;
    groups += 2;
    for (int i = 0; i < requests.size(); i++) {
      requests.get(i).tryWith(i < half ? groups - 1 : groups);
    }
    putBack(requests);
  }

  private void putBack(List<CommitRequest> requests) {
    if (!queue.putBack(requests)) {
      requests.forEach(request -> request.done().completeExceptionally(closed()));
    }
  }

  private void notAdopted(Throwable why) {
    LOG.warn(
        "{}: people's changes were not written down yet: {}", pace.storeName(), why.toString());
    if (why instanceof StoreUnavailableException || why instanceof OutcomeUnknownException) {
      adoptSoon();
    }
  }

  private static void complete(List<CommitRequest> requests, List<CommitWork.Outcome> outcomes) {
    for (int i = 0; i < requests.size(); i++) {
      requests.get(i).done().complete(outcomes.get(i));
    }
  }

  private Duration lost(List<CommitRequest> requests) {
    if (requests.isEmpty()) {
      adoptSoon();
    }
    List<CommitRequest> again = new ArrayList<>();
    int most = 1;
    for (CommitRequest request : requests) {
      int races = request.lost();
      most = Math.max(most, races);
      if (races >= MOST_LOST_RACES) {
        request.done().completeExceptionally(tooManyRaces());
      } else {
        again.add(request);
      }
    }
    putBack(again);
    return AFTER_LOST_RACE.after(most, random);
  }

  private StoreUnavailableException tooManyRaces() {
    return new StoreUnavailableException(
        new Subject(pace.storeName(), "commit", null),
        "others were faster %d times; nothing was written, try again later"
            .formatted(MOST_LOST_RACES));
  }

  private IllegalStateException closed() {
    return new IllegalStateException(pace.storeName() + " is closed");
  }

  /** Ends the committer; what waits fails. A commit that is under way may yet happen. */
  @Override
  public void close() {
    synchronized (this) {
      state = State.CLOSED;
    }
    queue.close().forEach(request -> request.done().completeExceptionally(closed()));
  }
}
