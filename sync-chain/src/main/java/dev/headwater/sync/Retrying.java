package dev.headwater.sync;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Background;
import dev.headwater.store.background.Backoff;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Calls one store in the background, again after a pause when it is unavailable or an outcome is
 * unknown, as often as allowed. No thread waits during a pause.
 */
final class Retrying {

  static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

  /** What a call has beyond the store's own time limit, for queueing in the executor. */
  private static final long SLACK_MILLIS = 30_000;

  private static final long LONGEST_TIMEOUT_MILLIS = TimeUnit.HOURS.toMillis(1);

  private final Store store;
  private final Background background;
  private final int retries;
  private final RandomGenerator random;
  private volatile boolean stopped;

  Retrying(Store store, Background background, int retries, RandomGenerator random) {
    this.store = store;
    this.background = background;
    this.retries = retries;
    this.random = random;
  }

  /** What a call returned, and whether an earlier try of it may have had its effect already. */
  record Answer<T>(T value, Earlier earlier) {}

  /** What the tries before the last one came to. */
  enum Earlier {
    NO_EFFECT,
    MAYBE_EFFECT
  }

  /** Starts a call. It ends with its answer, or with what its last try threw. */
  <T> CompletableFuture<Answer<T>> call(Supplier<T> operation) {
    Call<T> call = new Call<>(operation);
    call.start();
    return call.result;
  }

  /** From now on nothing is tried again. */
  void stop() {
    stopped = true;
  }

  /**
   * Waits for a call.
   *
   * @throws StoreException what the call threw, or {@link StoreUnavailableException} if the thread
   *     was interrupted or the call did not come to an end in time
   */
  <T> T await(CompletableFuture<T> call, String operation) {
    try {
      return call.get(deadlineMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(subject(operation), "interrupted while waiting", e);
    } catch (TimeoutException e) {
      String what = "no answer within %d ms; run again".formatted(deadlineMillis());
      throw new StoreUnavailableException(subject(operation), what, e);
    } catch (ExecutionException e) {
      throw unchecked(e);
    }
  }

  /** Waits until a call has ended, whatever it comes to, even if the thread is interrupted. */
  void awaitEnd(CompletableFuture<?> call) {
    boolean interrupted = Thread.interrupted();
    try {
      await(call.handle((value, error) -> true), "settle");
    } catch (StoreUnavailableException e) {
      // its deadline is over, or a second interrupt: the thread that still works on it is left
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private StoreException.Subject subject(String operation) {
    return StoreException.Subject.of(store, operation);
  }

  private long deadlineMillis() {
    long timeout = Math.min(store.capabilities().limits().timeoutMillis(), LONGEST_TIMEOUT_MILLIS);
    return (retries + 1) * (timeout + BACKOFF.longest().toMillis()) + SLACK_MILLIS;
  }

  private static RuntimeException unchecked(ExecutionException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(failure);
  }

  private final class Call<T> {
    private final Supplier<T> operation;
    private final CompletableFuture<Answer<T>> result = new CompletableFuture<>();
    private int failures; // used by one try at a time
    private Earlier earlier = Earlier.NO_EFFECT; // used by one try at a time

    Call(Supplier<T> operation) {
      this.operation = operation;
    }

    private void start() {
      if (background.executor() instanceof ExecutorService service && service.isShutdown()) {
        refused(null); // it may drop work without a word
        return;
      }
      try {
        background.executor().execute(this::attempt);
      } catch (RejectedExecutionException e) {
        refused(e);
      }
    }

    private void refused(@Nullable RejectedExecutionException cause) {
      String what = "the executor of the run is shut down or full";
      result.completeExceptionally(new StoreUnavailableException(subject("execute"), what, cause));
    }

    private void attempt() {
      try {
        T value = operation.get();
        result.complete(new Answer<>(value, earlier));
      } catch (StoreUnavailableException e) {
        failed(e);
      } catch (OutcomeUnknownException e) {
        earlier = Earlier.MAYBE_EFFECT;
        failed(e);
      } catch (RuntimeException | Error e) {
        result.completeExceptionally(e);
      }
    }

    private void failed(StoreException error) {
      failures++;
      if (failures > retries || stopped || Thread.currentThread().isInterrupted()) {
        result.completeExceptionally(error);
      } else {
        background.timer().schedule(BACKOFF.after(failures, random), () -> again(error));
      }
    }

    private void again(StoreException error) {
      if (stopped) {
        result.completeExceptionally(error);
      } else {
        start();
      }
    }
  }
}
