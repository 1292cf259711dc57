package dev.headwater.filter;

import dev.headwater.store.Capability;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import dev.headwater.testkit.Corruption;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.ReferenceData;
import dev.headwater.testkit.ReferenceStore;
import dev.headwater.testkit.StoreContract;
import dev.headwater.testkit.StoreFixture;
import java.time.Duration;
import java.util.Set;

/**
 * What is hidden, among it what is no record, makes no difference to anything. It comes late in the
 * order of keys, since some tests need a full first page, and pages may be emptier than asked for.
 */
class FilteredStoreContractTest extends StoreContract {

  private static final KeyFilter FILTER = KeyFilter.all().exclude("**-hidden-**");

  @Override
  protected StoreFixture fixture() {
    return new HalfHidden(new ManualClock(), new ReferenceData());
  }

  private record HalfHidden(ManualClock clock, ReferenceData data) implements StoreFixture {

    HalfHidden {
      try (Store all = ReferenceStore.over(data, "reference", clock)) {
        for (String key : new String[] {"kk-hidden-", "m/-hidden-", "~-hidden-"}) {
          all.merge(Write.of(Entries.value(key + 1, 1, "hidden")));
          all.merge(Write.of(Entries.tombstone(key + 2, 2)));
          data.corrupt(Key.of(key + 3));
        }
      }
    }

    @Override
    public Store open() {
      return new FilteredStore(ReferenceStore.over(data, "reference", clock), FILTER);
    }

    @Override
    public Set<Capability> expectedCapabilities() {
      return ReferenceStore.CAPABILITIES.set();
    }

    @Override
    public Corruption corrupt(Key key) {
      data.corrupt(key);
      return Corruption.DONE;
    }

    @Override
    public Duration feedPatience() {
      return Duration.ofSeconds(2);
    }

    @Override
    public void close() {}
  }
}
