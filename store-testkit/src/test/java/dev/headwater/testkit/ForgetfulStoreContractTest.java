package dev.headwater.testkit;

import dev.headwater.store.Capability;
import dev.headwater.store.Entry;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Purge;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** A cache that forgets what has expired, and that can't be damaged, is within the contract. */
class ForgetfulStoreContractTest extends StoreContract {
  @Override
  protected StoreFixture fixture() {
    ManualClock clock = new ManualClock();
    ReferenceFixture complete =
        new ReferenceFixture(
            clock,
            new ReferenceData(),
            ReferenceStore.CAPABILITIES.without(Capability.COMPLETE),
            store -> new Forgetful(store, clock),
            Duration.ofSeconds(30));
    return new Undamaged(complete);
  }

  private static final class Forgetful extends ForwardingStore {
    private final InstantSource time;

    Forgetful(Store delegate, InstantSource time) {
      super(delegate);
      this.time = time;
    }

    @Override
    public MergeOutcome merge(Write write) {
      forgetExpired(write.key());
      return super.merge(write);
    }

    private void forgetExpired(Key key) {
      try (var cursor = delegate().list(ListRequest.all(key.text()).pageSize(1))) {
        for (Entry entry : cursor.next().entries()) {
          if (entry.key().equals(key) && entry.isExpiredAt(time.millis())) {
            delegate().purge(List.of(Purge.of(entry)));
          }
        }
      }
    }
  }

  private record Undamaged(ReferenceFixture fixture) implements StoreFixture {
    @Override
    public Store open() {
      return fixture.open();
    }

    @Override
    public ManualClock clock() {
      return fixture.clock();
    }

    @Override
    public Set<Capability> expectedCapabilities() {
      return fixture.expectedCapabilities();
    }

    @Override
    public Corruption corrupt(Key key) {
      return Corruption.IMPOSSIBLE;
    }

    @Override
    public Duration feedPatience() {
      return fixture.feedPatience();
    }

    @Override
    public void close() {
      fixture.close();
    }
  }
}
