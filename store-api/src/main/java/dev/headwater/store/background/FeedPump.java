package dev.headwater.store.background;

import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Follows a store's feed in the background, for as long as it is open, across every outage of the
 * store. One page is handled at a time, in order, and the next is asked for when it is handled: a
 * slow handler holds up its own pump and nothing else.
 */
public final class FeedPump implements AutoCloseable {

  /** How long an idle feed is left alone when polls do not block. */
  public static final Duration IDLE = Duration.ofMillis(10);

  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5));

  /**
   * What is done with a feed. Called by one thread at a time. A {@link StoreException} that {@link
   * #opened} or {@link #handle} throws is told to {@link #failed}, and the same call is made again
   * after a pause; anything else that is thrown ends the pump.
   */
  public interface Handler {
    /**
     * The store has answered for the first time: the changes after the feed's beginning follow.
     * Before this, only pages of an {@linkplain FeedPage#outage outage} are handled.
     */
    void opened();

    /** A page with changes, or one that says that the feed restarted. */
    void handle(FeedPage page);

    /** A poll found nothing new: all changes that were committed before it have been handled. */
    default void idle() {}

    /** The store could not be asked, or the page not handled; the pump goes on trying. */
    void failed(StoreException error);

    /**
     * What failed works again, and what had changed meanwhile was handled. Not told before {@link
     * #opened}, nor while whole pages of changes still follow each other.
     */
    void recovered();

    /** The pump has ended because of this error, and not because it was closed. */
    void ended(Throwable cause);
  }

  private final Store store;
  private final Supplier<FeedRequest> beginning;
  private final Handler handler;
  private final Background background;
  private final RandomGenerator random;

  private volatile boolean closed;
  private @Nullable Feed feed; // guarded by this

  /* All below is used by one step at a time. */
  private int pageSize;
  private boolean polled;
  private boolean opened;
  private boolean lost;
  private int failures;
  private @Nullable FeedPage inHand; // polled, and not handled yet
  private @Nullable StoreException outage; // told already

  private FeedPump(
      Store store,
      Supplier<FeedRequest> beginning,
      Handler handler,
      Background background,
      RandomGenerator random) {
    this.store = store;
    this.beginning = beginning;
    this.handler = handler;
    this.background = background;
    this.random = random;
  }

  /**
   * Starts to follow the store.
   *
   * @param beginning where to begin, such as {@code () -> FeedRequest.after(store.head())}; asked
   *     until it answers for the first time
   */
  public static FeedPump start(
      Store store,
      Supplier<FeedRequest> beginning,
      Handler handler,
      Background background,
      RandomGenerator random) {
    FeedPump pump = new FeedPump(store, beginning, handler, background, random);
    background.executor().execute(pump::step);
    return pump;
  }

  private void step() {
    if (closed) {
      return;
    }
    try {
      next(advance());
    } catch (RuntimeException e) {
      if (!closed) { // or else the feed or the store was closed under the poll
        end(e);
      }
    } catch (Error e) {
      end(e);
      throw e;
    }
  }

  /* One page, or one failure; returns how long to pause then. */
  private Duration advance() {
    try {
      FeedPage page = page();
      deliver(page);
      inHand = null;
      settle(page);
      return isIdle(page) && background.pollWait().isZero() ? IDLE : Duration.ZERO;
    } catch (StoreException e) {
      if (!closed) {
        lost = true;
        failures++;
        handler.failed(e);
      }
      return BACKOFF.after(Math.max(1, failures), random);
    }
  }

  private FeedPage page() {
    FeedPage kept = inHand;
    if (kept != null) {
      return kept;
    }
    Feed open = open();
    Duration wait = polled ? background.pollWait() : Duration.ZERO; // to be opened soon
    FeedPage page = open.poll(wait);
    polled = true;
    inHand = page;
    return page;
  }

  private void deliver(FeedPage page) {
    if (!opened && page.outage() == null) {
      handler.opened();
      opened = true;
      lost = false;
    }
    if (!isIdle(page)) {
      handler.handle(page);
    } else if (page.outage() == null) {
      handler.idle();
    }
  }

  private void settle(FeedPage page) {
    failures = 0;
    StoreException away = page.outage();
    if (away != null && away != outage) {
      lost = true;
      handler.failed(away);
    }
    outage = away;
    if (lost && opened && away == null && page.size() < pageSize) {
      lost = false;
      handler.recovered();
    }
  }

  private static boolean isIdle(FeedPage page) {
    return page.isEmpty() && page.continuity() == FeedPage.Continuity.CONTINUOUS;
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
    FeedRequest request = beginning.get();
    Feed opening = store.feed(request);
    if (!keep(opening)) {
      opening.close();
      throw new IllegalStateException("the pump is closed");
    }
    pageSize = request.pageSize();
    return opening;
  }

  private synchronized @Nullable Feed current() {
    return feed;
  }

  private synchronized boolean keep(Feed opening) {
    if (!closed) {
      feed = opening;
    }
    return !closed;
  }

  private void end(Throwable cause) {
    close();
    handler.ended(cause);
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
