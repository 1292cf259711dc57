package dev.headwater.store.github.commits;

import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.background.Ticker;
import dev.headwater.store.github.content.Question;
import dev.headwater.store.github.rest.GitRepository;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The branch as this process knows it: the one place where a {@link View} is replaced by a newer
 * one. However many ask how it stands, one of them looks at a time, and the others share what it
 * finds.
 */
public final class Branch {

  /** How long nobody looks again after GitHub could not be asked, if something is known. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final GitRepository repository;
  private final History history;
  private final Ticker ticker;
  private final Consumer<View> listener;
  private final ReentrantLock looking = new ReentrantLock();
  private final AtomicReference<@Nullable View> view = new AtomicReference<>();
  private CompletableFuture<Void> change = new CompletableFuture<>(); // guarded by this
  private volatile long lookedAtNanos;
  private volatile @Nullable Long failedAtNanos;

  /**
   * @param listener is told each view that replaces another
   */
  public Branch(GitRepository repository, History history, Ticker ticker, Consumer<View> listener) {
    this.repository = repository;
    this.history = history;
    this.ticker = ticker;
    this.listener = listener;
  }

  /** The newest view there is, which may be old; the first one is read. */
  public View known(Subject subject, Deadline deadline) {
    View known = view.get();
    return known == null ? refreshed(subject, deadline) : known;
  }

  /**
   * A view that is not older than that; an older one if GitHub can't be asked.
   *
   * @throws StoreUnavailableException if GitHub can't be asked and nothing is known
   */
  public View noOlderThan(Duration age, Subject subject, Deadline deadline) {
    View known = view.get();
    if (known != null && (!isOlder(age) || hasJustFailed())) {
      return known;
    }
    try {
      return refreshed(subject, deadline);
    } catch (StoreUnavailableException e) {
      if (known == null || Thread.currentThread().isInterrupted()) {
        throw e;
      }
      return known;
    }
  }

  /** Whether the branch was last looked at longer ago than that, or just then. */
  public boolean isOlder(Duration age) {
    return view.get() == null || ticker.nanos() - lookedAtNanos >= age.toNanos();
  }

  /** How long it is until the view is that old. */
  public Duration until(Duration age) {
    long left = lookedAtNanos + age.toNanos() - ticker.nanos();
    return Duration.ofNanos(Math.max(0, left));
  }

  /** The view as it is now or later, asked of GitHub after this call began. */
  public View refreshed(Subject subject, Deadline deadline) {
    long asked = ticker.nanos();
    lock(subject, deadline);
    try {
      View known = view.get();
      return known != null && lookedAtNanos - asked > 0 ? known : look(subject, deadline);
    } finally {
      looking.unlock();
    }
  }

  private View look(Subject subject, Deadline deadline) {
    Question question = Question.to(repository, subject, deadline);
    long now = ticker.nanos();
    try {
      View known = view.get();
      View next = known == null ? history.load(question) : history.follow(question, known);
      View newest = replace(known, next);
      lookedAtNanos = now;
      failedAtNanos = null;
      return newest;
    } catch (StoreUnavailableException e) {
      failedAtNanos = now;
      throw e;
    }
  }

  private boolean hasJustFailed() {
    Long failed = failedAtNanos;
    return failed != null && ticker.nanos() - failed < PAUSE.toNanos();
  }

  /** This process moved the branch on; what others found meanwhile is newer still. */
  void moved(View from, View to, long sentAtNanos) {
    replace(from, to);
    lookedAtNanos = Math.max(lookedAtNanos, sentAtNanos);
  }

  private View replace(@Nullable View from, View to) {
    if (to.equals(from)) {
      return to;
    }
    if (view.compareAndSet(from, to)) {
      wakeAll();
      listener.accept(to);
      return to;
    }
    View newer = view.get();
    return newer == null ? to : newer;
  }

  /** Done when a newer view is there than the one that was at this call. */
  public synchronized CompletableFuture<Void> nextChange() {
    return change;
  }

  /** Wakes everyone who waits for a change. */
  public void wakeAll() {
    CompletableFuture<Void> done;
    synchronized (this) {
      done = change;
      change = new CompletableFuture<>();
    }
    done.complete(null);
  }

  private void lock(Subject subject, Deadline deadline) {
    try {
      if (looking.tryLock(Math.max(0, deadline.leftNanos()), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(
          subject, "the thread was interrupted while it waited for others; try again", e);
    }
    throw new StoreUnavailableException(
        subject, "GitHub did not answer others in time; try again later");
  }
}
