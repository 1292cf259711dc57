package dev.headwater.github.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.github.emulator.Client.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A request that is made on a thread of its own. */
final class Background {
  private static final long DEADLINE_SECONDS = 20;

  private final Supplier<Response> request;
  private CompletableFuture<Response> response = new CompletableFuture<>();

  private Background(Supplier<Response> request) {
    this.request = request;
  }

  static Background of(Supplier<Response> request) {
    return new Background(request);
  }

  void start() {
    response = CompletableFuture.supplyAsync(request, run -> new Thread(run, "request").start());
  }

  void awaitUntil(BooleanSupplier reached) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!reached.getAsBoolean() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(reached.getAsBoolean()).isTrue();
  }

  boolean isDone() {
    return response.isDone();
  }

  Response result() throws Exception {
    return response.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }
}
