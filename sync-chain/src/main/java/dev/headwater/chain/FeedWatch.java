package dev.headwater.chain;

import dev.headwater.store.FeedPage;
import dev.headwater.store.ListRequest;
import dev.headwater.store.StoreException;
import dev.headwater.store.background.FeedPump;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a layer's feed and who follows it, and knows since when the feed is followed or
 * lost. Thread-safe.
 */
final class FeedWatch implements FeedPump.Handler {

  private final FeedPump.Handler follower;
  private final @Nullable LayerGuard guard;
  private final Hearing hearing;
  private final InstantSource time;
  private volatile State state;

  /**
   * @param guard watches the layer's calls; {@code null} if it is local
   * @param hearing what the feed means for the whole chain
   */
  FeedWatch(
      FeedPump.Handler follower, @Nullable LayerGuard guard, Hearing hearing, InstantSource time) {
    this.follower = follower;
    this.guard = guard;
    this.hearing = hearing;
    this.time = time;
    this.state = new State(Phase.OPENING, time.millis(), time.millis(), null);
  }

  /**
   * How the feed is.
   *
   * @param sinceMillis since when it has been in this phase
   * @param heardMillis when it was last heard of
   * @param error why it could not be asked the last time; {@code null} unless it is lost
   */
  record State(Phase phase, long sinceMillis, long heardMillis, @Nullable Throwable error) {}

  /** How a feed is. */
  enum Phase {
    /** It has not answered yet. */
    OPENING,
    /** It could be asked the last time. */
    FOLLOWED,
    /** It could not be asked the last time. */
    LOST
  }

  /** What a feed means for the whole chain. */
  interface Hearing {
    /** It means nothing. */
    Hearing NONE =
        new Hearing() {
          @Override
          public void restarted() {}

          @Override
          public void alive() {}

          @Override
          public void caughtUp() {}
        };

    /** Changes may have been missed. */
    void restarted();

    /** It can be asked. */
    void alive();

    /** All changes that there were have been handled. */
    void caughtUp();
  }

  State state() {
    return state;
  }

  @Override
  public void opened() {
    follower.opened();
    isFollowed();
    hearing.caughtUp();
  }

  @Override
  public void handle(FeedPage page) {
    if (page.continuity() == FeedPage.Continuity.RESTARTED) {
      hearing.restarted();
    }
    follower.handle(page);
    isFollowed();
    if (page.entries().size() < ListRequest.DEFAULT_PAGE_SIZE) {
      hearing.caughtUp();
    } else {
      hearing.alive();
    }
  }

  @Override
  public void idle() {
    follower.idle();
    isFollowed();
    hearing.caughtUp();
  }

  @Override
  public void failed(StoreException error) {
    follower.failed(error);
    isLost(error);
  }

  @Override
  public void recovered() {
    follower.recovered();
  }

  @Override
  public void ended(Throwable cause) {
    follower.ended(cause);
    isLost(cause);
  }

  private void isLost(Throwable error) {
    State before = state;
    long since = before.phase() == Phase.LOST ? before.sinceMillis() : time.millis();
    state = new State(Phase.LOST, since, before.heardMillis(), error);
  }

  private void isFollowed() {
    State before = state;
    long now = time.millis();
    if (before.phase() == Phase.FOLLOWED) {
      state = new State(Phase.FOLLOWED, before.sinceMillis(), now, null);
    } else {
      state = new State(Phase.FOLLOWED, now, now, null);
      if (guard != null) {
        guard.breaker().probeSoon();
      }
    }
  }
}
