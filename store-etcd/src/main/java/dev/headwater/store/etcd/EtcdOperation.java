package dev.headwater.store.etcd;

import dev.headwater.store.Key;
import dev.headwater.store.StoreException.Subject;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call of the store, with all its requests: what it is about, until when, and whether it may
 * have changed something. Used by the threads of one call.
 */
final class EtcdOperation {

  /** Whether repeating the operation's requests may change something. */
  enum Effect {
    READ,
    WRITE
  }

  private final Subject subject;
  private final Effect effect;
  private final Deadline deadline;
  private volatile boolean mayHaveHappened;

  private EtcdOperation(Subject subject, Effect effect, Duration timeout) {
    this.subject = subject;
    this.effect = effect;
    this.deadline = Deadline.after(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  static EtcdOperation read(String store, String name, @Nullable Key key, Duration timeout) {
    return new EtcdOperation(new Subject(store, name, key), Effect.READ, timeout);
  }

  static EtcdOperation write(String store, String name, @Nullable Key key, Duration timeout) {
    return new EtcdOperation(new Subject(store, name, key), Effect.WRITE, timeout);
  }

  Subject subject() {
    return subject;
  }

  Deadline deadline() {
    return deadline;
  }

  /** The time that is left; zero or less when it is over. */
  Duration left() {
    return Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
  }

  /** A request failed so. */
  void failed(Failure failure) {
    if (effect == Effect.WRITE && failure.mayHaveHappened()) {
      mayHaveHappened = true;
    }
  }

  /** A part of the operation was done; from here on its failure is not "nothing happened". */
  void happenedInPart() {
    mayHaveHappened = true;
  }

  /** Whether some of it may have happened, should it fail now. */
  boolean mayHaveHappened() {
    return mayHaveHappened;
  }
}
