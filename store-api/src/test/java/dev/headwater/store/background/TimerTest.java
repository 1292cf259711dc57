package dev.headwater.store.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimerTest {

  private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();

  @Test
  void tasksRunInTheOrderOfTheirDelaysOnADaemonThread() throws InterruptedException {
    try (Timer timer = Timer.daemon("timer-test")) {
      timer.schedule(Duration.ofMillis(60), () -> ran.add("later"));
      timer.schedule(Duration.ofMillis(1), () -> ran.add(nameAndKind()));
      assertThat(ran.poll(10, TimeUnit.SECONDS)).isEqualTo("timer-test-1 daemon");
      assertThat(ran.poll(10, TimeUnit.SECONDS)).isEqualTo("later");
    }
  }

  @Test
  void aCancelledTaskDoesNotRun() throws InterruptedException {
    try (Timer timer = Timer.daemon("timer-test")) {
      Timer.Task task = timer.schedule(Duration.ofMillis(20), () -> ran.add("cancelled"));
      task.cancel();
      timer.schedule(Duration.ofMillis(40), () -> ran.add("sentinel"));
      assertThat(ran.poll(10, TimeUnit.SECONDS)).isEqualTo("sentinel");
    }
  }

  @Test
  void aClosedTimerTakesTasksAndNeverRunsThem() {
    Timer timer = Timer.daemon("timer-test");
    timer.schedule(Duration.ofMinutes(1), () -> ran.add("dropped"));
    timer.close();
    timer.close();
    timer.schedule(Duration.ZERO, () -> ran.add("too late")).cancel();
    assertThat(ran).isEmpty();
  }

  @Test
  void aBackgroundRunsWorkThatBlocksSideBySide() throws InterruptedException {
    CountDownLatch together = new CountDownLatch(3);
    try (Background background = Background.daemon("background-test")) {
      for (int i = 0; i < 3; i++) {
        background
            .executor()
            .execute(
                () -> {
                  together.countDown();
                  awaitAll(together);
                  ran.add(nameAndKind());
                });
      }
      assertThat(together.await(10, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 3; i++) {
        assertThat(ran.poll(10, TimeUnit.SECONDS))
            .startsWith("background-test-")
            .endsWith("daemon");
      }
    }
  }

  private static void awaitAll(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String nameAndKind() {
    Thread thread = Thread.currentThread();
    return thread.getName() + (thread.isDaemon() ? " daemon" : "");
  }
}
