package dev.headwater.store.etcd;

import dev.headwater.store.etcd.EtcdRecords.Range;
import dev.headwater.store.etcd.WatchBuffer.Changes;
import io.grpc.Deadline;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a watch of a range going, from where its user is, across everything that ends one: a broken
 * connection, a stream that the server closed, a member without a leader, a login that expired, a
 * buffer that was full, and silence that may mean that the server forgot the watch. Used by one
 * thread at a time, except {@link #close}.
 */
final class EtcdFollower implements AutoCloseable {

  /** etcd looks for watches that have to catch up every 100 ms. */
  private static final Duration CATCH_UP = Duration.ofMillis(500);

  private static final Duration FIRST_SILENCE = Duration.ofSeconds(10);
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

  private final EtcdConnection connection;
  private final EtcdRecords records;
  private final Range range;
  private final String incarnation;
  private final Supplier<EtcdOperation> operations;

  private volatile boolean closed;
  private @Nullable EtcdWatch watch; // set and taken away under this

  private int failures;
  private @Nullable EtcdOperation outage; // from the first failure until a watch is accepted
  private long target; // the newest revision when the watch was opened
  private Deadline phase; // when an opened watch must be accepted, then when it has caught up
  private boolean accepted;
  private Duration silence = FIRST_SILENCE;
  private Deadline silentUntil;

  EtcdFollower(
      EtcdConnection connection,
      EtcdRecords records,
      Range range,
      String incarnation,
      Supplier<EtcdOperation> operations) {
    this.connection = connection;
    this.records = records;
    this.range = range;
    this.incarnation = incarnation;
    this.operations = operations;
    this.phase = after(Duration.ZERO);
    this.silentUntil = after(silence);
  }

  /** What following came to. */
  sealed interface Step {}

  /** Changes, of whole revisions. */
  record Changed(Changes changes) implements Step {}

  /** Nothing came in time, or the place was lost. */
  enum Without implements Step {
    /** Nothing came in time. */
    CHANGES,
    /** What came after the place was compacted away, or is too large at once. */
    HISTORY,
    /** The store is not the one that the place belongs to. */
    PLACE
  }

  /**
   * Waits for changes after a revision. A watch that has to catch up is given the time for it, even
   * if there is none to wait.
   *
   * @throws dev.headwater.store.StoreException if etcd could not be asked; asking again goes on
   */
  Step follow(long after, int size, Deadline until) {
    while (!closed) {
      EtcdWatch open = current();
      if (open == null) {
        if (!connect(after)) {
          return Without.PLACE;
        }
        continue;
      }
      Changes changes = open.take(size);
      if (!changes.events().isEmpty()) {
        heard();
        return new Changed(changes);
      }
      Status end = open.end();
      if (end != null) {
        if (isWithoutHistory(ended(end))) {
          return Without.HISTORY;
        }
      } else if (silentUntil.isExpired()) {
        if (!check(after)) {
          return Without.PLACE;
        }
      } else if (isSettled(open, after) && until.isExpired()) {
        return Without.CHANGES;
      } else {
        await(open, until);
      }
    }
    return Without.CHANGES;
  }

  /* Opens a watch; false if the store is another one, or lost what it had. */
  private boolean connect(long after) {
    EtcdOperation operation = outage == null ? operations.get() : outage;
    outage = operation;
    if (failures > 0) {
      connection.pause(failures, operation);
    }
    EtcdHead head;
    try {
      head = EtcdHead.read(connection, records, operation);
      if (isElsewhere(head, after)) {
        outage = null;
        return false;
      }
      keep(EtcdWatch.open(connection, range, after, operation));
    } catch (RuntimeException e) {
      outage = null; // the next poll has its own time
      throw e;
    }
    target = head.revision();
    accepted = false;
    phase = after(connection.config().timeout());
    silentUntil = after(silence);
    return true;
  }

  private boolean isElsewhere(EtcdHead head, long after) {
    return !head.incarnation().equals(incarnation) || head.revision() < after;
  }

  /* Whether an empty answer is true: the watch had the time to deliver what was there. */
  private boolean isSettled(EtcdWatch open, long after) {
    if (!accepted && open.isCreated()) {
      accepted = true;
      outage = null;
      phase = after(CATCH_UP);
    } else if (!accepted && phase.isExpired()) {
      open.end(Status.UNAVAILABLE.withDescription("etcd did not accept the watch in time"));
    }
    return accepted && (target <= after || phase.isExpired());
  }

  private void heard() {
    failures = 0;
    outage = null;
    silence = FIRST_SILENCE;
    silentUntil = after(silence);
    phase = accepted ? after(CATCH_UP) : phase;
  }

  /* The watch has ended. Throws if that is not for a new one to mend. */
  private Failure ended(Status end) {
    drop();
    Failure failure = EtcdErrors.classify(end);
    if (end.equals(WatchBuffer.OVERFLOW) || isWithoutHistory(failure)) {
      return failure;
    }
    failures++;
    EtcdOperation operation = outage == null ? operations.get() : outage;
    outage = operation;
    if (failure == Failure.LOGIN_EXPIRED) {
      connection.forgetToken();
    }
    if (!failure.isTransient() || operation.deadline().isExpired()) {
      outage = null;
      throw connection.translate(end, operation);
    }
    return failure;
  }

  /* What comes after the place can't be watched any more, and has to be scanned for. */
  private static boolean isWithoutHistory(Failure failure) {
    return failure == Failure.COMPACTED || failure == Failure.ANSWER_TOO_LARGE;
  }

  /* After a silence: if etcd has moved on, a new watch looks whether this one missed something. */
  private boolean check(long after) {
    EtcdHead head = EtcdHead.read(connection, records, operations.get());
    silence = silence.multipliedBy(2);
    silence = silence.compareTo(LONGEST_SILENCE) > 0 ? LONGEST_SILENCE : silence;
    silentUntil = after(silence);
    if (head.revision() > after) {
      drop();
    }
    return !isElsewhere(head, after);
  }

  private void await(EtcdWatch open, Deadline until) {
    Deadline next = silentUntil;
    if (!until.isExpired()) {
      next = next.minimum(until);
    }
    if (!accepted || until.isExpired()) {
      next = next.minimum(phase);
    }
    try {
      open.await(next.timeRemaining(TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      connection.requireNotInterrupted(operations.get());
    }
  }

  private static Deadline after(Duration duration) {
    return Deadline.after(duration.toNanos(), TimeUnit.NANOSECONDS);
  }

  private synchronized @Nullable EtcdWatch current() {
    return watch;
  }

  private synchronized void keep(EtcdWatch opened) {
    watch = opened;
    if (closed) {
      drop();
    }
  }

  private synchronized void drop() {
    EtcdWatch open = watch;
    watch = null;
    if (open != null) {
      open.close();
    }
  }

  /** Ends the watch, and whatever waits for it. May be repeated. */
  @Override
  public void close() {
    closed = true;
    drop();
  }
}
