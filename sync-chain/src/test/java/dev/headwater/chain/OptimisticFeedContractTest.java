package dev.headwater.chain;

import dev.headwater.store.Capability;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import dev.headwater.testkit.Corruption;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.StoreContract;
import dev.headwater.testkit.StoreFixture;
import java.time.Duration;
import java.util.Set;

/** The optimistic feed of a chain is a feed. */
class OptimisticFeedContractTest extends StoreContract {

  @Override
  protected StoreFixture fixture() {
    return new Optimistic(new ChainFixture(3));
  }

  /** All feeds are optimistic. */
  private record Optimistic(ChainFixture chains) implements StoreFixture {
    @Override
    public Store open() {
      return new ForwardingStore(chains.open()) {
        @Override
        public Feed feed(FeedRequest request) {
          return super.feed(request.optimistic());
        }
      };
    }

    @Override
    public ManualClock clock() {
      return chains.clock();
    }

    @Override
    public Set<Capability> expectedCapabilities() {
      return chains.expectedCapabilities();
    }

    @Override
    public Visibility visibility() {
      return chains.visibility();
    }

    @Override
    public Corruption corrupt(Key key) {
      return chains.corrupt(key);
    }

    @Override
    public Duration feedPatience() {
      return chains.feedPatience();
    }

    @Override
    public void close() {
      chains.close();
    }
  }
}
