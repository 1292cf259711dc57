package dev.headwater.testkit.simulation;

import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.Store;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A feed over a bad network: late, twice, or from the start again. */
final class ConnectionFeed implements Feed {

  private final Connection connection;
  private final Network network;
  private final Store delegate;
  private final FeedRequest request;
  private Feed feed;
  private @Nullable FeedPage previous;
  private @Nullable Mark place;
  private @Nullable FeedPage undelivered; // its answer was lost; a feed keeps its place

  ConnectionFeed(Connection connection, Network network, Store delegate, FeedRequest request) {
    this.connection = connection;
    this.network = network;
    this.delegate = delegate;
    this.request = request;
    this.feed = delegate.feed(request);
    this.place = request.after();
  }

  @Override
  public FeedPage poll(Duration wait) {
    FeedPage page = connection.poll(this::next);
    undelivered = null;
    return page;
  }

  private FeedPage next() {
    FeedPage page = undelivered == null ? misfortune() : undelivered;
    if (page == null) {
      page = feed.poll(Duration.ZERO);
    }
    if (!page.isEmpty()) {
      previous = page;
    }
    place = page.mark();
    undelivered = page;
    return page;
  }

  private @Nullable FeedPage misfortune() {
    if (!network.chance().perMille(network.weather().feed())) {
      return null;
    }
    Mark here = place;
    return switch (network.chance().below(3)) {
      case 0 -> previous;
      case 1 -> here == null ? null : FeedPage.empty(here);
      default -> restarted();
    };
  }

  private FeedPage restarted() {
    feed.close();
    feed = delegate.feed(request.anew());
    FeedPage page = feed.poll(Duration.ZERO);
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
    feed.close();
  }
}
