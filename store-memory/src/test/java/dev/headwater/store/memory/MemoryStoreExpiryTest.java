package dev.headwater.store.memory;

import static dev.headwater.testkit.Entries.expiring;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Purge;
import dev.headwater.store.Write;
import dev.headwater.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryStoreExpiryTest {

  private final ManualClock clock = new ManualClock();
  private final MemoryStore store = MemoryStore.open(MemoryStoreConfig.bounded(1 << 20), clock);
  private final Entry entry = expiring("k", 5, "v", clock.millis() + 1_000);

  @Test
  void aValueIsReadUntilTheMomentItExpires() {
    store.merge(Write.of(entry));
    clock.advance(Duration.ofMillis(999));
    assertThat(store.read(entry.key())).isSameAs(entry);
    clock.advance(Duration.ofMillis(1));
    assertThat(store.read(entry.key())).isNull();
    assertThat(store.readAll(List.of(entry.key())).entries()).isEmpty();
  }

  @Test
  void anExpiredValueStaysAFloorUntilItIsPurged() {
    store.merge(Write.of(entry));
    clock.advance(Duration.ofHours(1));
    Entry older = value("k", 4, "older");
    assertThat(store.merge(Write.of(older))).isEqualTo(new MergeOutcome.Superseded(entry.stamp()));

    assertThat(store.purge(List.of(Purge.of(entry)))).isOne();
    assertThat(store.merge(Write.of(older))).isEqualTo(MergeOutcome.written());
  }

  @Test
  void aListingLeavesOutWhatExpiresWhileItIsOpen() {
    store.merge(Write.of(entry));
    store.merge(Write.of(value("stays", 5, "v")));
    try (EntryCursor live = store.list(ListRequest.live(""));
        EntryCursor all = store.list(ListRequest.all(""))) {
      clock.advance(Duration.ofSeconds(2));
      assertThat(live.next().entries()).extracting(Entry::key).containsExactly(key("stays"));
      assertThat(all.next().entries()).hasSize(2);
    }
  }

  @Test
  void theClockIsReadForValuesThatExpireOnly() {
    AtomicInteger looks = new AtomicInteger();
    InstantSource counting = () -> Instant.ofEpochMilli(looks.incrementAndGet());
    MemoryStore counted = MemoryStore.open(MemoryStoreConfig.unbounded(), counting);
    counted.merge(Write.of(value("lasts", 1, "v")));
    counted.merge(Write.of(expiring("expires", 1, "v", 1_000_000)));

    int before = looks.get();
    counted.read(key("lasts"));
    assertThat(looks).hasValue(before);
    counted.read(key("expires"));
    assertThat(looks).hasValue(before + 1);
  }
}
