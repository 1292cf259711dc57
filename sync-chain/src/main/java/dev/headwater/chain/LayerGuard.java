package dev.headwater.chain;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches the calls of one layer: leaves it alone when it fails again and again, and knows how fast
 * it is. Thread-safe.
 */
final class LayerGuard {

  private final String layer;
  private final CircuitBreaker breaker;
  private final Pace pace;
  private final ChainListener listener;
  private final InstantSource time;
  private volatile @Nullable Failure failure; // since the last answer

  LayerGuard(
      String layer, CircuitBreaker breaker, Pace pace, ChainListener listener, InstantSource time) {
    this.layer = layer;
    this.breaker = breaker;
    this.pace = pace;
    this.listener = listener;
    this.time = time;
  }

  /** A call that got no answer. */
  record Failure(Throwable error, long atMillis) {}

  static LayerGuard of(Layer layer, ChainSettings settings) {
    Pace pace =
        new Pace(
            settings.time(),
            layer.softDeadlineMillis(),
            layer.softDeadline().isPresent(),
            breaker(layer, settings));
    return new LayerGuard(
        layer.name(), breaker(layer, settings), pace, settings.listener(), settings.time());
  }

  private static CircuitBreaker breaker(Layer layer, ChainSettings settings) {
    return new CircuitBreaker(settings.time(), settings.random(), layer.failuresToOpen());
  }

  Pace pace() {
    return pace;
  }

  CircuitBreaker breaker() {
    return breaker;
  }

  /** The last call, if it got no answer; {@code null} if it got one. */
  @Nullable Failure failure() {
    return failure;
  }

  /** Whether a call that something else can answer would be turned away now. */
  boolean isLeftAlone() {
    return pace.isTooSlow() || (failure != null && breaker.isLeftAlone());
  }

  /** Whoever is let in calls {@link #watch} or {@link #unanswered}. */
  void enter(Subject subject) {
    if (!breaker.tryEnter()) {
      throw new StoreUnavailableException(
          subject, "layer '%s' failed too often and is left alone for a while".formatted(layer));
    }
  }

  /** Makes a call for whose end somebody waits. */
  <T extends @Nullable Object> T watch(Supplier<T> call) {
    long began = pace.begin();
    try {
      T answer = call.get();
      pace.answered(began);
      answered();
      return answer;
    } catch (StoreException e) {
      report(e, () -> pace.answered(began));
      throw e;
    } catch (RuntimeException | Error e) {
      pace.failed();
      unanswered(e);
      throw e;
    }
  }

  /**
   * Makes a call for which somebody may wait no longer.
   *
   * @param mostMillis what takes longer has been reported by whoever waited so long
   */
  <T extends @Nullable Object> T watchAlone(Supplier<T> call, long mostMillis) {
    long began = pace.begin();
    try {
      T answer = call.get();
      if (pace.answeredAlone(began) <= mostMillis) {
        answered();
      }
      return answer;
    } catch (StoreException e) {
      report(e, () -> pace.answeredAlone(began));
      throw e;
    } catch (RuntimeException | Error e) {
      pace.failed();
      unanswered(e);
      throw e;
    }
  }

  /** Makes a call that may take its time, because nobody waits for it. */
  <T extends @Nullable Object> T watchUnhurried(Supplier<T> call) {
    try {
      T answer = call.get();
      answered();
      return answer;
    } catch (StoreException e) {
      if (isUnanswered(e)) {
        unanswered(e);
      } else {
        answered();
      }
      throw e;
    } catch (RuntimeException | Error e) {
      unanswered(e);
      throw e;
    } finally {
      pace.calledUnhurried();
    }
  }

  private static boolean isUnanswered(StoreException error) {
    return error instanceof StoreUnavailableException || error instanceof OutcomeUnknownException;
  }

  private void report(StoreException error, Runnable inTime) {
    if (isUnanswered(error)) {
      pace.failed();
      unanswered(error);
    } else {
      inTime.run();
      answered();
    }
  }

  private void answered() {
    if (failure != null) { // a look is cheaper than a write that every thread sees
      failure = null;
    }
    if (breaker.succeeded()) {
      listener.breaker(layer, ChainListener.BreakerState.CLOSED);
    }
  }

  /** A call got no answer. */
  void unanswered(Throwable error) {
    failure = new Failure(error, time.millis());
    if (breaker.failed()) {
      listener.breaker(layer, ChainListener.BreakerState.OPEN);
    }
  }
}
