package dev.headwater.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A thread that makes one call, and is looked at meanwhile. */
final class Caller {

  private static final long PATIENCE_SECONDS = 30;

  private final CompletableFuture<Object> answer = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean interrupted;

  private Caller(Callable<?> call) {
    thread = new Thread(() -> run(call));
    thread.setDaemon(true);
  }

  /** Returns when the call waits for something. */
  static Caller start(Callable<?> call) {
    Caller caller = new Caller(call);
    caller.thread.start();
    awaitWaiting(caller.thread);
    return caller;
  }

  /** Returns when the thread waits, or has ended. */
  static void awaitWaiting(Thread thread) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      switch (thread.getState()) {
        case WAITING, TIMED_WAITING, TERMINATED -> {
          return;
        }
        case NEW, RUNNABLE, BLOCKED -> Thread.onSpinWait();
      }
    }
    throw new AssertionError("the thread does not wait");
  }

  void interrupt() {
    thread.interrupt();
  }

  Object answer() throws Exception {
    return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  void requireFailure(Class<? extends Throwable> kind, String words) throws Exception {
    try {
      throw new AssertionError("it succeeded: " + answer());
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(kind).hasMessageContaining(words);
    }
  }

  void requireInterrupted() throws InterruptedException {
    thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    assertThat(interrupted).as("the interrupt flag after the call").isTrue();
  }

  private void run(Callable<?> call) {
    Object got = null;
    Throwable failure = null;
    try {
      got = call.call();
    } catch (Throwable e) {
      failure = e;
    }
    interrupted = Thread.currentThread().isInterrupted();
    if (failure == null) {
      answer.complete(got);
    } else {
      answer.completeExceptionally(failure);
    }
  }
}
