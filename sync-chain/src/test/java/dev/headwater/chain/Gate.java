package dev.headwater.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Where calls of a layer park until the test opens it, so that the layer is as slow as it says. */
final class Gate {

  private static final long PATIENCE_SECONDS = 30;

  private final CountDownLatch open = new CountDownLatch(1);
  private final Semaphore arrived = new Semaphore(0);

  /** Parks the calling thread; what a scripted call runs. */
  void pass() {
    arrived.release();
    try {
      assertThat(open.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when one more call has arrived. */
  void awaitCall() throws InterruptedException {
    assertThat(arrived.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  void open() {
    open.countDown();
  }
}
