package dev.headwater.store.background;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who runs background work, and when. Injected, so that a whole chain can run on one thread under a
 * manual clock.
 *
 * @param executor runs the work, which may block
 * @param timer starts it later
 * @param pollWait how long one poll of a feed may block a thread of the executor; with zero, feeds
 *     are asked again after {@link FeedPump#IDLE} on the timer, and nothing blocks
 * @param waits how a thread waits for what the executor does
 */
public record Background(Executor executor, Timer timer, Duration pollWait, Waits waits)
    implements AutoCloseable {

  private static final long IDLE_SECONDS = 10;
  private static final Duration POLL_WAIT = Duration.ofSeconds(1);

  /** With threads that stop while they wait. */
  public Background(Executor executor, Timer timer, Duration pollWait) {
    this(executor, timer, pollWait, Waits.blocking());
  }

  /**
   * Daemon threads of this name, as many as there is work, and a timer. Work that comes after
   * {@link #close} is dropped.
   */
  public static Background daemon(String name) {
    ExecutorService executor =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            daemonThreads(name),
            new ThreadPoolExecutor.DiscardPolicy());
    return new Background(executor, Timer.daemon(name + "-timer"), POLL_WAIT);
  }

  /**
   * Whether work may wait for other work: whether the executor has threads of its own, or whoever
   * waits lets others work. A manual executor does neither.
   */
  public boolean hasThreads() {
    return !pollWait.isZero() || waits != Waits.blocking();
  }

  /** Stops the timer, and the executor if it is an {@link ExecutorService}. */
  @Override
  public void close() {
    timer.close();
    if (executor instanceof ExecutorService service) {
      service.shutdownNow();
    }
  }

  static ThreadFactory daemonThreads(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
