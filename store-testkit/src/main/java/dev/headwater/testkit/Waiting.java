package dev.headwater.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.StoreUnavailableException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A thread that waits for a feed's next change much longer than a test does. */
final class Waiting {

  private static final Duration WAIT = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Thread thread;
  private volatile @Nullable Throwable failure;
  private volatile boolean stillInterrupted;

  private Waiting(FeedReader feed) {
    thread = new Thread(() -> poll(feed, this), "waiting-poll");
    thread.setDaemon(true);
  }

  /** Returns when the thread waits. */
  static Waiting poll(FeedReader feed) {
    Waiting waiting = new Waiting(feed);
    waiting.thread.start();
    Deadline deadline = Deadline.in(PATIENCE);
    while (!waiting.waits()) { // a poll that asks again from time to time does so in between
      assertThat(deadline.isPast()).as("the poll waits; %s", waiting.failure).isFalse();
      Thread.onSpinWait();
    }
    return waiting;
  }

  void interrupt() {
    thread.interrupt();
  }

  /** Fails unless the poll ends soon: with an empty page, or an error that says why. */
  void requireEnd() throws InterruptedException {
    thread.join(PATIENCE.toMillis());
    assertThat(thread.isAlive()).as("the poll still waits").isFalse();
    Throwable ended = failure;
    if (ended != null) {
      assertThat(ended)
          .isInstanceOfAny(IllegalStateException.class, StoreUnavailableException.class);
    }
  }

  /** Fails unless the poll ended as unavailable, and left the interrupt flag set. */
  void requireInterrupted() throws InterruptedException {
    requireEnd();
    assertThat(failure).isInstanceOf(StoreUnavailableException.class);
    assertThat(stillInterrupted).as("the interrupt flag after the poll").isTrue();
  }

  private boolean waits() {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING -> true;
      case NEW, RUNNABLE, BLOCKED, TERMINATED -> false;
    };
  }

  private static void poll(FeedReader feed, Waiting waiting) {
    try {
      feed.poll(WAIT);
    } catch (RuntimeException e) {
      waiting.failure = e;
    }
    waiting.stillInterrupted = Thread.currentThread().isInterrupted();
  }
}
