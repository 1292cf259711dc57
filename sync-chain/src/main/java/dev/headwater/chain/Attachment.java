package dev.headwater.chain;

import dev.headwater.store.background.Background;
import dev.headwater.store.background.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether the chain hears of what changes in the authority, and so can tell that its copies are
 * current. It is <em>detached</em> when it has heard nothing of the feed, not even that there is
 * nothing new, for longer than a grace, and attached again when it has caught up. Thread-safe.
 */
final class Attachment implements AutoCloseable {

  /** How long a feed may be silent before copies are doubted. */
  static final Duration GRACE = Duration.ofSeconds(5);

  private static final Duration CHECK = Duration.ofSeconds(1);

  private final InstantSource time;
  private final Background background;
  private final long silenceMillis;
  private final Consumer<Boolean> tell;

  private long aliveMillis; // guarded by this, as all below
  private long detachedSinceMillis; // what was current last
  private volatile boolean detached; // written under this
  private boolean closed;
  private Timer.@Nullable Task check;

  /**
   * @param tell is told whether the chain is detached when that changes, before the change counts
   *     for attaching and after it for detaching; under a lock, so it must be quick
   */
  Attachment(InstantSource time, Background background, Consumer<Boolean> tell) {
    this.time = time;
    this.background = background;
    this.silenceMillis = GRACE.plus(background.pollWait()).toMillis();
    this.tell = tell;
    this.aliveMillis = time.millis();
  }

  /** Begins to look whether the feed is alive. */
  synchronized void start() {
    if (!closed) {
      // Through the executor, behind a poll that is due as well.
      check =
          background
              .timer()
              .schedule(CHECK, () -> background.executor().execute(this::checkAndGoOn));
    }
  }

  private void checkAndGoOn() {
    check();
    start();
  }

  private synchronized void check() {
    if (!detached && time.millis() - aliveMillis > silenceMillis) {
      detached = true;
      detachedSinceMillis = aliveMillis;
      tell.accept(true);
    }
  }

  /** The feed has delivered changes, and there may be more at once. */
  synchronized void alive() {
    aliveMillis = time.millis();
  }

  /** The feed has delivered all changes that there were. */
  synchronized void caughtUp() {
    aliveMillis = time.millis();
    if (detached) {
      detached = false;
      tell.accept(false);
    }
  }

  boolean isDetached() {
    return detached;
  }

  /** For how long copies may have been out of date; 0 if they are current. */
  long detachedMillis() {
    return detached ? sinceDetachedMillis() : 0;
  }

  private synchronized long sinceDetachedMillis() {
    return Math.max(0, time.millis() - detachedSinceMillis);
  }

  /** When the feed was last heard of. */
  synchronized long aliveMillis() {
    return aliveMillis;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (check != null) {
      check.cancel();
    }
  }
}
