package dev.headwater.store.github;

import dev.headwater.store.Key;
import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.background.Ticker;
import dev.headwater.store.github.GithubStoreConfig.Access;
import dev.headwater.store.github.GithubStoreConfig.Timing;
import dev.headwater.store.github.commits.Branch;
import dev.headwater.store.github.commits.View;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What every operation of a store begins with. */
final class Calls {

  private final String name;
  private final Access access;
  private final Timing timing;
  private final Ticker ticker;
  private final Branch branch;
  private final Values values;
  private volatile boolean closed;

  Calls(String name, Access access, Timing timing, Ticker ticker, Branch branch, Values values) {
    this.name = name;
    this.access = access;
    this.timing = timing;
    this.ticker = ticker;
    this.branch = branch;
    this.values = values;
  }

  Subject subject(String operation, @Nullable Key key) {
    return new Subject(name, operation, key);
  }

  Deadline deadline() {
    return deadline(timing.timeout());
  }

  Deadline deadline(Duration duration) {
    return Deadline.in(duration, ticker);
  }

  Branch branch() {
    return branch;
  }

  Values values() {
    return values;
  }

  Duration pollInterval() {
    return timing.pollInterval();
  }

  /** What is known, not older than the configuration says while GitHub answers. */
  View view(Subject subject, Deadline deadline) {
    requireOpen();
    return branch.noOlderThan(timing.maxAge(), subject, deadline);
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException(name + " is closed");
    }
  }

  void requireWritable(Subject subject) {
    requireOpen();
    if (access == Access.READ_ONLY) {
      throw new RejectedException(
          subject, Reason.UNSUPPORTED, "the store was opened for reading only (mode=ro)");
    }
  }

  /** Ends all waiting; false if that was done before. */
  boolean close() {
    boolean first = !closed;
    closed = true;
    branch.wakeAll();
    return first;
  }
}
