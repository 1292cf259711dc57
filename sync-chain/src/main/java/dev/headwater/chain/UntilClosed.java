package dev.headwater.chain;

import java.util.concurrent.Executor;

/**
 * Runs background work of reads until it is closed. Layers that are closed refuse calls, and what
 * is cut off by that is nobody's concern. Thread-safe.
 */
final class UntilClosed implements Executor, AutoCloseable {

  private final Executor executor;
  private volatile boolean closed;

  UntilClosed(Executor executor) {
    this.executor = executor;
  }

  @Override
  public void execute(Runnable work) {
    executor.execute(() -> run(work));
  }

  private void run(Runnable work) {
    if (closed) {
      return;
    }
    try {
      work.run();
    } catch (IllegalStateException e) {
      if (!closed) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
