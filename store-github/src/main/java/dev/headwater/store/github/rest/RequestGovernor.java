package dev.headwater.store.github.rest;

import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Admits the requests of one credential at one server, so that its limits are kept. A request that
 * would have to wait beyond its deadline is refused at once; others wait for their time.
 * Thread-safe.
 */
final class RequestGovernor {

  /** The most requests that wait at a time. */
  static final int MAX_WAITING = 512;

  private final InstantSource time;
  private final Ticker ticker;
  private final RateBudget budget; // guarded by this
  private CompletableFuture<Void> change = new CompletableFuture<>(); // guarded by this
  private int waiting; // guarded by this

  RequestGovernor(RateLimits limits, InstantSource time, Ticker ticker) {
    this.time = time;
    this.ticker = ticker;
    this.budget = new RateBudget(limits, ticker.nanos());
  }

  /** A request that may be sent, and has not ended. */
  final class Permit implements AutoCloseable {
    private final Cost cost;
    private @Nullable LimitSignal signal; // null without an answer

    private Permit(Cost cost) {
      this.cost = cost;
    }

    /** An answer came. */
    void answered(RestAnswer answer) {
      signal = LimitSignal.of(answer, time.instant());
    }

    @Override
    public void close() {
      ended(cost, signal);
    }
  }

  /**
   * Waits until the request may be sent.
   *
   * @throws StoreUnavailableException if that is not before the call's deadline
   */
  Permit admit(Cost cost, RestCall call, Pauses pauses) throws InterruptedException {
    while (true) {
      Admission admission;
      CompletableFuture<Void> changed;
      synchronized (this) {
        long now = ticker.nanos();
        admission = budget.ask(cost, now);
        if (admission instanceof Admission.Granted) {
          budget.sent(cost, now);
          return new Permit(cost);
        }
        changed = change;
      }
      await(admission, changed, call, pauses);
    }
  }

  /** How long until so many writes would be admitted at once. */
  synchronized Duration waitForWrites(int writes) {
    return budget.waitForWrites(writes, ticker.nanos());
  }

  private void await(
      Admission admission, CompletableFuture<Void> changed, RestCall call, Pauses pauses)
      throws InterruptedException {
    Duration wait = waitWithin(admission, call);
    queue(call);
    try {
      pauses.pause(wait, changed);
    } finally {
      unqueue();
    }
  }

  private Duration waitWithin(Admission admission, RestCall call) {
    Duration left = call.deadline().left();
    if (admission instanceof Admission.Occupied occupied && left.isZero()) {
      throw refused(call, "%s did not end in time; try again".formatted(occupied.by()));
    }
    if (!(admission instanceof Admission.After after)) {
      return left;
    }
    Duration wait = Duration.ofNanos(after.nanos());
    if (wait.compareTo(left) >= 0) {
      throw refused(
          call,
          "GitHub's limits leave no room before %s (%s); try again then"
              .formatted(at(wait), after.reason()));
    }
    return wait;
  }

  private synchronized void queue(RestCall call) {
    if (waiting >= MAX_WAITING) {
      throw refused(call, "%d requests wait already; try again later".formatted(waiting));
    }
    waiting++;
  }

  private synchronized void unqueue() {
    waiting--;
  }

  private void ended(Cost cost, @Nullable LimitSignal signal) {
    CompletableFuture<Void> changed;
    synchronized (this) {
      if (signal == null) {
        budget.lost(cost);
      } else {
        budget.answered(cost, signal, ticker.nanos());
      }
      changed = change;
      change = new CompletableFuture<>();
    }
    changed.complete(null);
  }

  private Instant at(Duration wait) {
    return time.instant().plus(wait).plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
  }

  private static StoreUnavailableException refused(RestCall call, String what) {
    return new StoreUnavailableException(call.subject(), what);
  }
}
