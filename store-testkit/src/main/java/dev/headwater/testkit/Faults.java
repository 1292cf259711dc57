package dev.headwater.testkit;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import java.util.EnumMap;
import java.util.Map;

/**
 * The script of a {@link FaultyStore}. Faults of an operation are counted from the call after the
 * one that sets them. Thread-safe.
 */
public final class Faults {

  private final Map<Operation, Plan> plans = new EnumMap<>(Operation.class); // guarded by this
  private boolean down; // guarded by this
  private int repetitions; // guarded by this
  private int restarts; // guarded by this

  /** From now on every operation fails with {@link StoreUnavailableException}, and does nothing. */
  public synchronized void down() {
    down = true;
  }

  /** Ends {@link #down}. */
  public synchronized void up() {
    down = false;
  }

  /** The next calls, so many, fail with {@link StoreUnavailableException} and do nothing. */
  public synchronized void failBefore(Operation operation, int calls) {
    plan(operation).failBefore = calls;
  }

  /**
   * The next calls, so many, do what they are asked for and then fail: a write with {@link
   * OutcomeUnknownException}, a read with {@link StoreUnavailableException}.
   */
  public synchronized void failAfter(Operation operation, int calls) {
    plan(operation).failAfter = calls;
  }

  /**
   * The n-th call from now on, counted from 1, fails with {@link StoreUnavailableException} and
   * does nothing. With {@link Operation#PAGE} a listing breaks off at that page.
   */
  public synchronized void failNth(Operation operation, int n) {
    plan(operation).callsToFailure = n;
  }

  /** Runs the hook at the beginning of each call of the operation, on the caller's thread. */
  public synchronized void runBefore(Operation operation, Runnable hook) {
    plan(operation).before = hook;
  }

  /** Runs the hook after each call of the operation has had its effect, on the caller's thread. */
  public synchronized void runAfter(Operation operation, Runnable hook) {
    plan(operation).after = hook;
  }

  /** The next polls of feeds, so many, deliver the last page with changes once more. */
  public synchronized void repeatPages(int polls) {
    repetitions = polls;
  }

  /** The next poll of a feed says that it lost its place, and begins anew. */
  public synchronized void restartFeed() {
    restarts++;
  }

  /** Nothing fails any more. */
  public synchronized void heal() {
    plans.clear();
    down = false;
    repetitions = 0;
    restarts = 0;
  }

  void before(Store store, Operation operation) {
    hookBefore(operation).run();
    if (takeFailureBefore(operation)) {
      throw unavailable(store, operation);
    }
  }

  void after(Store store, Operation operation) {
    hookAfter(operation).run();
    if (takeFailureAfter(operation)) {
      throw operation.effect() == Operation.Effect.WRITES
          ? new OutcomeUnknownException(subject(store, operation), "scripted, after its effect")
          : unavailable(store, operation);
    }
  }

  synchronized boolean takeRepetition() {
    return repetitions > 0 && repetitions-- > 0;
  }

  synchronized boolean takeRestart() {
    return restarts > 0 && restarts-- > 0;
  }

  private synchronized boolean takeFailureBefore(Operation operation) {
    Plan plan = plan(operation);
    boolean nth = plan.callsToFailure > 0 && --plan.callsToFailure == 0;
    boolean counted = plan.failBefore > 0 && plan.failBefore-- > 0;
    return down || nth || counted;
  }

  private synchronized boolean takeFailureAfter(Operation operation) {
    Plan plan = plan(operation);
    return plan.failAfter > 0 && plan.failAfter-- > 0;
  }

  private synchronized Runnable hookBefore(Operation operation) {
    return plan(operation).before;
  }

  private synchronized Runnable hookAfter(Operation operation) {
    return plan(operation).after;
  }

  private synchronized Plan plan(Operation operation) {
    return plans.computeIfAbsent(operation, any -> new Plan());
  }

  private static StoreException unavailable(Store store, Operation operation) {
    return new StoreUnavailableException(subject(store, operation), "scripted");
  }

  private static Subject subject(Store store, Operation operation) {
    return Subject.of(store, operation.toString());
  }

  private static final class Plan {
    private int failBefore;
    private int failAfter;
    private int callsToFailure;
    private Runnable before = () -> {};
    private Runnable after = () -> {};
  }
}
