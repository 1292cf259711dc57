package dev.headwater.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds threads that were started since and would keep the process alive. */
final class LeftoverThreads {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Set<Thread> before;

  private LeftoverThreads(Set<Thread> before) {
    this.before = before;
  }

  static LeftoverThreads since() {
    return new LeftoverThreads(Set.copyOf(Thread.getAllStackTraces().keySet()));
  }

  /** Fails if such threads do not end soon. */
  void requireNone() throws InterruptedException {
    Deadline deadline = Deadline.in(PATIENCE);
    List<String> left = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!thread.isDaemon() && !before.contains(thread) && thread != Thread.currentThread()) {
        thread.join(Math.max(1, deadline.left().toMillis()));
        if (thread.isAlive()) {
          left.add(thread.getName());
        }
      }
    }
    assertThat(left).as("threads that outlive the closed store").isEmpty();
  }
}
