package dev.headwater.chain;

import dev.headwater.store.background.Background;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call on a thread of the chain's executor. Whoever waits for it does so only for a while; the
 * call goes on alone, and its answer is not lost. Thread-safe.
 */
final class BackgroundCall<T extends @Nullable Object> {

  private final Background background;
  private final CompletableFuture<T> answer = new CompletableFuture<>();

  private BackgroundCall(Background background) {
    this.background = background;
  }

  /** The call was not answered in time, or this thread was interrupted. */
  static final class MissedException extends Exception {
    private static final long serialVersionUID = 1;

    MissedException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  static <T extends @Nullable Object> BackgroundCall<T> start(
      Background background, Supplier<T> call) {
    BackgroundCall<T> started = new BackgroundCall<>(background);
    background.executor().execute(() -> started.run(call));
    return started;
  }

  private void run(Supplier<T> call) {
    try {
      answer.complete(call.get());
    } catch (Throwable e) { // whatever it is, whoever waits throws it
      answer.completeExceptionally(e);
    }
  }

  /** The answer, waiting for it at most so long. May be asked for again. */
  T await(long millis) throws MissedException {
    try {
      if (!background.waits().await(answer, Duration.ofMillis(millis))) {
        throw new MissedException("no answer within " + millis + " ms", null);
      }
      return answer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MissedException("interrupted while waiting for the answer", e);
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("the call failed", e.getCause());
    }
  }

  /** Does this when the call has ended, with its answer if it has one. */
  void whenEnded(Consumer<T> onAnswer, Runnable finallyDo) {
    CompletableFuture<Void> unused = // a failure was reported already
        answer.thenAccept(onAnswer).whenComplete((nothing, error) -> finallyDo.run());
  }
}
