package dev.headwater.store.memory;

import static dev.headwater.testkit.Entries.expiring;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Write;
import dev.headwater.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A store whose entries live for ten minutes at most. */
class MemoryStoreLifetimeTest {

  private static final Key K = key("k");
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  private final ManualClock clock = new ManualClock();
  private final MemoryStore store =
      MemoryStore.open(MemoryStoreConfig.bounded(1 << 20).lifetime(LIFETIME), clock);

  @Test
  void anEntryIsForgottenWhenItsLifetimeIsOver() {
    Entry entry = value("k", 5, "v");
    store.merge(Write.of(entry));
    clock.advance(LIFETIME.minusMillis(1));
    assertThat(store.read(K)).isEqualTo(entry);

    clock.advance(Duration.ofMillis(1));

    assertThat(store.read(K)).isNull();
    assertThat(store.readAll(List.of(K)).entries()).isEmpty();
    try (EntryCursor all = store.list(ListRequest.all(""))) {
      assertThat(all.next().entries()).isEmpty();
    }
    assertThat(store.merge(Write.of(value("k", 4, "older")))).isEqualTo(MergeOutcome.written());
  }

  @Test
  void aTombstoneIsForgottenToo() {
    store.merge(Write.of(tombstone("k", 5)));
    clock.advance(LIFETIME);
    assertThat(store.read(K)).isNull();
  }

  @Test
  void whatExpiresSoonerLivesNoLongerForIt() {
    store.merge(Write.of(expiring("k", 5, "v", clock.millis() + 1_000)));
    clock.advance(Duration.ofMillis(999));
    assertThat(store.read(K)).isNotNull();
    clock.advance(Duration.ofMillis(1));
    assertThat(store.read(K)).isNull();
  }

  @Test
  void whatExpiresLaterLivesNoLongerThanOthers() {
    store.merge(Write.of(expiring("k", 5, "v", clock.millis() + LIFETIME.toMillis() * 2)));
    clock.advance(LIFETIME);
    assertThat(store.read(K)).isNull();
  }

  @Test
  void aNewerEntryBeginsItsOwnLifetime() {
    store.merge(Write.of(value("k", 5, "v")));
    clock.advance(LIFETIME.dividedBy(2));
    Entry newer = value("k", 6, "newer");
    store.merge(Write.of(newer));
    clock.advance(LIFETIME.minusMillis(1));
    assertThat(store.read(K)).isEqualTo(newer);
    clock.advance(Duration.ofMillis(1));
    assertThat(store.read(K)).isNull();
  }

  @Test
  void readingDoesNotProlongIt() {
    store.merge(Write.of(value("k", 5, "v")));
    clock.advance(LIFETIME.minusMillis(1));
    store.read(K);
    clock.advance(Duration.ofMillis(1));
    assertThat(store.read(K)).isNull();
  }
}
