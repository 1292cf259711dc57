package dev.headwater.store.etcd;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does the parts of one operation a few at a time, and returns when none is under way any more. The
 * first part that fails ends the operation, and its error says whether other parts were done.
 */
final class Parallel {

  /** How many requests of one call may be under way: enough to keep a server's disk busy. */
  static final int MOST_AT_A_TIME = 6;

  private final ExecutorService executor;
  private final EtcdOperation operation;

  Parallel(ExecutorService executor, EtcdOperation operation) {
    this.executor = executor;
    this.operation = operation;
  }

  <T> void forEach(List<T> parts, Consumer<T> action) {
    AtomicBoolean failed = new AtomicBoolean();
    Queue<T> waiting = new ConcurrentLinkedQueue<>(parts);
    Runnable worker =
        () -> {
          for (T part = waiting.poll(); part != null && !failed.get(); part = waiting.poll()) {
            try {
              action.accept(part);
            } catch (RuntimeException | Error e) {
              failed.set(true);
              throw e;
            }
          }
        };
    List<Future<?>> others = new ArrayList<>();
    for (int i = 1; i < Math.min(MOST_AT_A_TIME, parts.size()); i++) {
      others.add(executor.submit(worker));
    }
    finish(worker, others);
  }

  private void finish(Runnable own, List<Future<?>> others) {
    @Nullable RuntimeException error = null;
    try {
      own.run();
    } catch (RuntimeException e) {
      error = e;
    }
    for (Future<?> other : others) {
      RuntimeException another = errorOf(other, others);
      error = error == null ? another : error;
    }
    if (error != null) {
      throw EtcdErrors.inView(error, operation);
    }
  }

  private @Nullable RuntimeException errorOf(Future<?> part, List<Future<?>> all) {
    try {
      part.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause() instanceof RuntimeException error ? error : new IllegalStateException(e);
    } catch (CancellationException e) {
      return EtcdErrors.interrupted(operation);
    } catch (InterruptedException e) {
      operation.happenedInPart(); // the parts end on their own, and nobody looks at how
      all.forEach(one -> one.cancel(true));
      Thread.currentThread().interrupt();
      return EtcdErrors.interrupted(operation);
    }
  }
}
