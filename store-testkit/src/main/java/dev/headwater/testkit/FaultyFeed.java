package dev.headwater.testkit;

import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Store;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The feed of a {@link FaultyStore}: fails, delivers a page again, or loses its place. */
final class FaultyFeed implements Feed {

  private final FaultyStore owner;
  private final Store delegate;
  private final FeedRequest request;
  private volatile Feed feed;
  private volatile boolean closed;
  private @Nullable FeedPage previous;

  FaultyFeed(FaultyStore owner, Store delegate, FeedRequest request) {
    this.owner = owner;
    this.delegate = delegate;
    this.request = request;
    this.feed = delegate.feed(request);
  }

  @Override
  public FeedPage poll(Duration wait) {
    return owner.call(Operation.POLL, () -> next(wait));
  }

  private FeedPage next(Duration wait) {
    if (previous != null && owner.faults().takeRepetition()) {
      return previous;
    }
    if (owner.faults().takeRestart()) {
      return restarted(wait);
    }
    FeedPage page = feed.poll(wait);
    if (!page.isEmpty()) {
      previous = page;
    }
    return page;
  }

  private FeedPage restarted(Duration wait) {
    feed.close();
    feed = delegate.feed(request.anew());
    if (closed) {
      feed.close();
    }
    FeedPage page = feed.poll(wait);
    return new FeedPage(
        page.entries(),
        page.corrupt(),
        page.withdrawn(),
        page.mark(),
        FeedPage.Continuity.RESTARTED,
        page.outage());
  }

  @Override
  public void close() {
    closed = true;
    feed.close();
  }
}
