package dev.headwater.store.background;

import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Follows a store's feed in the background, for as long as it is open, across every outage of the
 * store. One page is handled at a time, in order.
 */
public final class FeedPump implements AutoCloseable {

  /** How long an idle feed is left alone when polls do not block. */
  public static final Duration IDLE = Duration.ofMillis(10);

  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5));

  /** What is done with a feed. Called by one thread at a time. */
  public interface Handler {
    /** The feed is open; all later pages follow this position. */
    void opened();

    /** A page with changes, or one that says that the feed restarted. */
    void handle(FeedPage page);

    /** A poll found nothing new: all changes that were committed before it have been handled. */
    default void idle() {}

    /** The store could not be asked; the pump tries again after a pause. */
    void failed(StoreException error);
  }

  private final Store store;
  private final UnaryOperator<FeedRequest> request;
  private final Handler handler;
  private final Background background;
  private final RandomGenerator random;

  private volatile boolean closed;
  private @Nullable Feed feed; // guarded by this
  private int failures; // used by one step at a time

  private FeedPump(
      Store store,
      UnaryOperator<FeedRequest> request,
      Handler handler,
      Background background,
      RandomGenerator random) {
    this.store = store;
    this.request = request;
    this.handler = handler;
    this.background = background;
    this.random = random;
  }

  /**
   * Starts to follow what is committed from now on.
   *
   * @param request narrows the request for everything after the head
   */
  public static FeedPump start(
      Store store,
      UnaryOperator<FeedRequest> request,
      Handler handler,
      Background background,
      RandomGenerator random) {
    FeedPump pump = new FeedPump(store, request, handler, background, random);
    background.executor().execute(pump::step);
    return pump;
  }

  private void step() {
    if (closed) {
      return;
    }
    Duration pause;
    try {
      FeedPage page = open().poll(background.pollWait());
      failures = 0;
      if (!page.isEmpty() || page.continuity() == FeedPage.Continuity.RESTARTED) {
        handler.handle(page);
        pause = Duration.ZERO;
      } else {
        handler.idle();
        pause = background.pollWait().isZero() ? IDLE : Duration.ZERO;
      }
    } catch (StoreException e) {
      if (closed) {
        return;
      }
      failures++;
      handler.failed(e);
      pause = BACKOFF.after(failures, random);
    } catch (IllegalStateException e) {
      if (closed) {
        return; // the feed or the store was closed under the poll
      }
      throw e;
    }
    next(pause);
  }

  private void next(Duration pause) {
    if (closed) {
      return;
    }
    if (pause.isZero()) {
      background.executor().execute(this::step);
    } else {
      background.timer().schedule(pause, () -> background.executor().execute(this::step));
    }
  }

  private Feed open() {
    Feed open = current();
    if (open != null) {
      return open;
    }
    Feed opened = store.feed(request.apply(FeedRequest.after(store.head())));
    if (!keep(opened)) {
      opened.close();
      throw new IllegalStateException("the pump is closed");
    }
    handler.opened();
    return opened;
  }

  private synchronized @Nullable Feed current() {
    return feed;
  }

  private synchronized boolean keep(Feed opened) {
    if (!closed) {
      feed = opened;
    }
    return !closed;
  }

  /** Stops following. A page that is being handled is handled to its end. */
  @Override
  public void close() {
    Feed open;
    synchronized (this) {
      closed = true;
      open = feed;
      feed = null;
    }
    if (open != null) {
      open.close();
    }
  }
}
