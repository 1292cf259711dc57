package dev.headwater.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How an interrupt from outside, such as Ctrl-C, ends a command in order: the command's thread is
 * interrupted, closes what it has opened, and the process waits for that a little.
 */
final class Ending {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final @Nullable Thread command;
  private final CountDownLatch reached = new CountDownLatch(1);
  private volatile Duration patience = PATIENCE;
  private volatile boolean announced;

  private Ending(@Nullable Thread command) {
    this.command = command;
  }

  /** An ending that nothing but the command itself brings about. */
  static Ending unannounced() {
    return new Ending(null);
  }

  /** The ending of the command that runs on this thread. */
  static Ending awaitedOnInterrupt(Thread command) {
    Ending ending = new Ending(command);
    Thread hook = new Thread(() -> ending.bringAbout(command), "headwater-ending");
    Runtime.getRuntime().addShutdownHook(hook);
    return ending;
  }

  /** The command needs so much more time to close what it has opened. */
  void allow(Duration more) {
    patience = patience.plus(more);
  }

  /**
   * From now on a signal interrupts the command and does no more, so that the process ends when the
   * command does, with its exit code. A second one ends it at once.
   */
  void inOrder() {
    if (command != null) {
      EndSignals.interrupt(command);
    }
  }

  /** Whether the process is about to end, whatever the command is doing. */
  boolean isAnnounced() {
    return announced;
  }

  /** The command has closed everything. */
  void reached() {
    reached.countDown();
  }

  private void bringAbout(Thread command) {
    if (reached.getCount() == 0) {
      return;
    }
    announced = true;
    command.interrupt();
    try {
      if (!reached.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("headwater: interrupted, and it did not end in order");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
