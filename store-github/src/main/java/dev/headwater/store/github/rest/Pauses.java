package dev.headwater.store.github.rest;

import dev.headwater.store.background.Background;
import dev.headwater.store.background.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Lets a thread wait between requests: through the timer and the waits that are injected. */
final class Pauses {

  private final Background background;

  Pauses(Background background) {
    this.background = background;
  }

  /** Waits so long. */
  void pause(Duration duration) throws InterruptedException {
    pause(duration, new CompletableFuture<>());
  }

  /** Waits so long, or until this is completed. */
  void pause(Duration duration, CompletableFuture<Void> until) throws InterruptedException {
    CompletableFuture<Void> over = new CompletableFuture<>();
    Timer.Task alarm = background.timer().schedule(duration, () -> over.complete(null));
    try {
      background.waits().await(CompletableFuture.anyOf(over, until), duration);
    } finally {
      alarm.cancel();
    }
  }
}
