package dev.headwater.testkit;

import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedPage.Continuity;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/** Stores whose feeds are wrong, each in one way. */
final class FlawedFeeds {

  private FlawedFeeds() {}

  private record Changed(Feed feed, UnaryOperator<FeedPage> change) implements Feed {
    @Override
    public FeedPage poll(Duration wait) {
      return change.apply(feed.poll(wait));
    }

    @Override
    public void close() {
      feed.close();
    }
  }

  /** Feeds entries that lost and were not written. */
  static final class FeedingLosers extends ForwardingStore {
    private final Queue<Entry> losers = new ConcurrentLinkedQueue<>();

    FeedingLosers(Store delegate) {
      super(delegate);
    }

    @Override
    public MergeOutcome merge(Write write) {
      MergeOutcome outcome = super.merge(write);
      if (!outcome.wrote()) {
        losers.add(write.entry());
      }
      return outcome;
    }

    @Override
    public Feed feed(FeedRequest request) {
      return new Changed(super.feed(request), this::withLosers);
    }

    private FeedPage withLosers(FeedPage page) {
      List<Entry> entries = new ArrayList<>(page.entries());
      losers.removeIf(entries::add);
      return new FeedPage(entries, page.corrupt(), page.mark(), page.continuity());
    }
  }

  /** Begins every feed at the head, and loses what was committed since the mark. */
  static final class FromHeadOnly extends ForwardingStore {
    FromHeadOnly(Store delegate) {
      super(delegate);
    }

    @Override
    public Feed feed(FeedRequest request) {
      return super.feed(
          request.after() == null
              ? request
              : FeedRequest.after(head()).prefix(request.prefix()).pageSize(request.pageSize()));
    }
  }

  /** Does not say that it lost its place. */
  static final class HidingRestarts extends ForwardingStore {
    HidingRestarts(Store delegate) {
      super(delegate);
    }

    @Override
    public Feed feed(FeedRequest request) {
      return new Changed(
          super.feed(request),
          page -> new FeedPage(page.entries(), page.corrupt(), page.mark(), Continuity.CONTINUOUS));
    }
  }
}
