package dev.headwater.cli.github;

import dev.headwater.github.emulator.Exchange;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests that an emulator has answered and nobody was told of yet, at most {@value #MOST}: a
 * terminal that stands still holds no request up. Thread-safe.
 */
public final class EmulatedRequests implements Consumer<Exchange> {

  private static final int MOST = 10_000;

  private final BlockingQueue<RequestLineText> waiting = new ArrayBlockingQueue<>(MOST);
  private final AtomicLong leftOut = new AtomicLong();

  @Override
  public void accept(Exchange exchange) {
    if (!waiting.offer(RequestLineText.of(exchange))) {
      leftOut.incrementAndGet();
    }
  }

  /** The next one, waited for so long; {@code null} if there is none. */
  @Nullable RequestLineText next(long waitMillis) throws InterruptedException {
    return waiting.poll(waitMillis, TimeUnit.MILLISECONDS);
  }

  /** The next one that is there; {@code null} if there is none. */
  @Nullable RequestLineText next() {
    return waiting.poll();
  }

  /** How many were left out since this was asked last. */
  long takeLeftOut() {
    return leftOut.getAndSet(0);
  }
}
