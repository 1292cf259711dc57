package dev.headwater.sync;

import dev.headwater.store.background.Background;
import dev.headwater.store.background.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Background work on the thread of the test, without pauses: they are only noted. */
final class Inline implements Timer {

  final List<Duration> pauses = new CopyOnWriteArrayList<>();

  Background background() {
    return new Background(Runnable::run, this, Duration.ZERO);
  }

  @Override
  public Task schedule(Duration delay, Runnable task) {
    pauses.add(delay);
    task.run();
    return () -> {};
  }

  @Override
  public void close() {}
}
