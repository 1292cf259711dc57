package dev.headwater.chain;

import dev.headwater.store.background.Background;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls something and waits for it no longer than allowed; a call that is late goes on alone. */
record Deadline(Background background, long millis) {

  /** The call was not answered in time, or this thread was interrupted. */
  static final class MissedException extends Exception {
    private static final long serialVersionUID = 1;

    MissedException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  <T extends @Nullable Object> T call(Supplier<T> call) throws MissedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    background
        .executor()
        .execute(
            () -> {
              try {
                answer.complete(call.get());
              } catch (Throwable e) { // whatever it is, the caller throws it
                answer.completeExceptionally(e);
              }
            });
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
}
