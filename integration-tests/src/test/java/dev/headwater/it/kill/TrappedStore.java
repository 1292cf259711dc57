package dev.headwater.it.kill;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A layer around whose writes a process can die, in good weather or bad. */
final class TrappedStore extends ForwardingStore {

  private static final int ONE_IN = 20;

  /** How well the way to a layer works. */
  enum Weather {
    FAIR,
    /** One call in twenty does not get there, the answer of another is lost. */
    FLAKY,
    /** Nothing gets there. */
    CUT
  }

  private final Trap trap;
  private final Weather weather;
  private final KillPoint before;
  private final KillPoint after;

  private TrappedStore(
      Store delegate, Trap trap, Weather weather, KillPoint before, KillPoint after) {
    super(delegate);
    this.trap = trap;
    this.weather = weather;
    this.before = before;
    this.after = after;
  }

  static Store authority(Store delegate, Trap trap, Weather weather) {
    return new TrappedStore(
        delegate, trap, weather, KillPoint.BEFORE_DECISION, KillPoint.AFTER_DECISION);
  }

  static Store other(Store delegate, Trap trap, Weather weather) {
    return new TrappedStore(delegate, trap, weather, KillPoint.BEFORE_SEND, KillPoint.AFTER_SEND);
  }

  @Override
  public @Nullable Entry read(Key key) {
    arrive("read");
    return super.read(key);
  }

  @Override
  public ReadBatch readAll(Collection<Key> keys) {
    arrive("readAll");
    return super.readAll(keys);
  }

  @Override
  public MergeOutcome merge(Write write) {
    return written("merge", () -> super.merge(write));
  }

  @Override
  public List<MergeOutcome> mergeAll(Batch batch) {
    return written("mergeAll", () -> super.mergeAll(batch));
  }

  private <T> T written(String operation, Supplier<T> write) {
    trap.reach(before);
    arrive(operation);
    T outcome = write.get();
    trap.reach(after);
    if (weather == Weather.FLAKY && oneIn(ONE_IN)) {
      throw new OutcomeUnknownException(subject(operation), "the answer is lost", null);
    }
    return outcome;
  }

  private void arrive(String operation) {
    if (weather == Weather.CUT || (weather == Weather.FLAKY && oneIn(ONE_IN))) {
      throw new StoreUnavailableException(subject(operation), "the way there is cut");
    }
  }

  private Subject subject(String operation) {
    return Subject.of(this, operation);
  }

  private static boolean oneIn(int many) {
    return ThreadLocalRandom.current().nextInt(many) == 0;
  }
}
