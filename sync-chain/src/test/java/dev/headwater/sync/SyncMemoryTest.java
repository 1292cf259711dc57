package dev.headwater.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.filter.KeyFilter;
import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Page;
import dev.headwater.store.Store;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.ReferenceStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory is bounded by pages and batches, whatever the stores hold. */
class SyncMemoryTest {

  private static final int PAGE = 100;
  private static final int BATCH = 50;
  private static final int IN_FLIGHT = 3;

  private final ManualClock clock = new ManualClock();
  private final ReferenceStore nothing = ReferenceStore.create("nothing", clock);
  private final AtomicLong listed = new AtomicLong();
  private final AtomicLong merged = new AtomicLong();
  private final AtomicLong most = new AtomicLong();

  /** Makes entries up as they are listed, and keeps none. */
  private final class Endless extends ForwardingStore {
    private final int pages;

    Endless(Store delegate, int pages) {
      super(delegate);
      this.pages = pages;
    }

    @Override
    public EntryCursor list(ListRequest request) {
      return new EntryCursor() {
        private int page;

        @Override
        public Page next() {
          int first = page * PAGE;
          page++;
          List<Entry> entries =
              IntStream.range(first, first + PAGE)
                  .mapToObj(i -> Entries.value("%09d".formatted(i), 1, "v"))
                  .toList();
          listed.addAndGet(PAGE);
          return new Page(entries, List.of(), page == pages);
        }

        @Override
        public void close() {}
      };
    }
  }

  /** Takes everything, keeps nothing, and notes how much is on its way. */
  private final class Sink extends ForwardingStore {
    Sink(Store delegate) {
      super(delegate);
    }

    @Override
    public List<MergeOutcome> mergeAll(Batch batch) {
      most.accumulateAndGet(listed.get() - merged.get(), Math::max);
      merged.addAndGet(batch.writes().size());
      return batch.writes().stream().map(write -> MergeOutcome.written()).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 2_000})
  void entriesOnTheirWayAreBounded(int pages) {
    Sync sync =
        Sync.between(new Endless(nothing, pages), new Sink(nothing))
            .time(clock)
            .pageSize(PAGE)
            .batchSize(BATCH)
            .inFlight(IN_FLIGHT)
            .build();
    assertThat(sync.run().copied()).isEqualTo((long) pages * PAGE);
    long ahead = 2L * PAGE; // the page that is worked on and the one that is read ahead
    assertThat(most.get()).isBetween(1L * BATCH, ahead + (IN_FLIGHT + 1L) * BATCH);
  }

  @Test
  void onePageIsReadAheadAndNoMore() {
    ReferenceStore other = ReferenceStore.create("other", clock);
    Pair pair = new Pair(new Endless(nothing, 10), other, new Inline().background(), 0);
    try (March march = pair.march(KeyFilter.all(), PAGE)) {
      assertThat(listed.get()).isEqualTo(PAGE);
      for (int i = 0; i < PAGE; i++) {
        assertThat(march.next()).isNotNull();
        assertThat(listed.get()).isEqualTo(2L * PAGE);
      }
      assertThat(march.next()).isNotNull();
      assertThat(listed.get()).isEqualTo(3L * PAGE);
    }
  }
}
