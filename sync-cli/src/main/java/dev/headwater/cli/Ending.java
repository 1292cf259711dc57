package dev.headwater.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How an interrupt from outside, such as Ctrl-C, ends a command in order: the command's thread is
 * interrupted, closes what it has opened, and the process waits for that a little.
 */
final class Ending {

  private static final long PATIENCE_SECONDS = 5;

  private final CountDownLatch reached = new CountDownLatch(1);
  private volatile boolean announced;

  private Ending() {}

  /** An ending that nothing but the command itself brings about. */
  static Ending unannounced() {
    return new Ending();
  }

  /** The ending of the command that runs on this thread. */
  static Ending awaitedOnInterrupt(Thread command) {
    Ending ending = new Ending();
    Thread hook = new Thread(() -> ending.bringAbout(command), "headwater-ending");
    Runtime.getRuntime().addShutdownHook(hook);
    return ending;
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
      if (!reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("headwater: interrupted, and it did not end in order");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
