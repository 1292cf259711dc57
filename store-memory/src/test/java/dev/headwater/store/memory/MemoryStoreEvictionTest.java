package dev.headwater.store.memory;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Batch;
import dev.headwater.store.Capability;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Write;
import dev.headwater.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryStoreEvictionTest {

  private static final int ENTRY_BYTES = MemoryStoreConfig.ENTRY_OVERHEAD_BYTES + 6 + 1_000;
  private static final int FITTING = 100;

  private final MemoryStore store =
      MemoryStore.open(MemoryStoreConfig.bounded((long) FITTING * ENTRY_BYTES), new ManualClock());

  @Test
  void aBoundedStoreDoesNotClaimToBeComplete() {
    assertThat(store.capabilities().has(Capability.COMPLETE)).isFalse();
  }

  @Test
  void whatIsHeldNeverWeighsMoreThanTheBound() {
    for (int i = 0; i < 10 * FITTING; i++) {
      store.merge(Write.of(thousandBytes(i, 1)));
      assertThat(weight(held())).isLessThanOrEqualTo((long) FITTING * ENTRY_BYTES);
    }
    assertThat(held()).hasSizeGreaterThan(FITTING / 2);
  }

  @Test
  void whatFitsStays() {
    for (int i = 0; i < FITTING; i++) {
      store.merge(Write.of(thousandBytes(i, 1)));
    }
    assertThat(held()).hasSize(FITTING);
  }

  @Test
  void aNewerValueWeighsWhatItWeighsNow() {
    for (int i = 0; i < FITTING; i++) {
      store.merge(Write.of(thousandBytes(i, 1)));
    }
    for (int i = 0; i < FITTING / 2; i++) {
      store.merge(Write.of(tombstone("k%05d".formatted(i), 2)));
    }
    for (int i = FITTING; i < FITTING + FITTING / 4; i++) {
      store.merge(Write.of(thousandBytes(i, 1)));
    }
    assertThat(held()).hasSize(FITTING + FITTING / 4);
  }

  @Test
  void whatWasEvictedIsForgottenAndNoFloorAnyLonger() {
    Entry newer = thousandBytes(0, 9);
    store.merge(Write.of(newer));
    List<Entry> others =
        IntStream.range(1, 20 * FITTING).mapToObj(i -> thousandBytes(i, 9)).toList();
    useOften(others.subList(0, FITTING));
    store.mergeAll(Batch.of(others));
    assertThat(store.read(newer.key())).isNull();

    Entry older = thousandBytes(0, 1);
    assertThat(store.merge(Write.of(older))).isEqualTo(MergeOutcome.written());
  }

  @Test
  void aValueAboveTheBoundIsForgottenAtOnceAndTakesItsOlderVersionAlong() {
    store.merge(Write.of(value("k", 1, "small")));
    MergeOutcome outcome = store.merge(Write.of(sized("k", 2, FITTING * ENTRY_BYTES + 1)));
    assertThat(outcome).isEqualTo(MergeOutcome.written());
    assertThat(store.read(key("k"))).isNull();
  }

  @Test
  void aFeedLeavesOutWhatWasEvicted() {
    var feed = store.feed(FeedRequest.after(store.head()).pageSize(10_000));
    for (int i = 0; i < 10 * FITTING; i++) {
      store.merge(Write.of(thousandBytes(i, 1)));
    }
    assertThat(feed.poll(Duration.ZERO).entries()).containsExactlyInAnyOrderElementsOf(held());
  }

  private void useOften(List<Entry> entries) {
    for (Entry entry : entries) {
      store.merge(Write.of(entry));
      for (int i = 0; i < 20; i++) {
        assertThat(store.read(entry.key())).isEqualTo(entry);
      }
    }
  }

  private List<Entry> held() {
    try (EntryCursor cursor = store.list(ListRequest.all("").pageSize(10_000))) {
      return cursor.next().entries();
    }
  }

  private static long weight(List<Entry> entries) {
    return entries.stream().mapToLong(e -> EntryWeigher.INSTANCE.weigh(e.key(), e)).sum();
  }

  private static Entry thousandBytes(int number, long millis) {
    return sized("k%05d".formatted(number), millis, 1_000);
  }
}
