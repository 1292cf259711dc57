package dev.headwater.testkit;

import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Capability;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedPage.Continuity;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Purge;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Write;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the reference store does beyond the contract. */
class ReferenceStoreTest {

  private final ManualClock clock = new ManualClock();

  @Test
  void aFeedThatIsTooFarBehindBeginsAnew() {
    ReferenceStore store = ReferenceStore.over(new ReferenceData(3), "short", clock);
    var feed = store.feed(FeedRequest.after(store.head()));
    for (int i = 1; i <= 5; i++) {
      store.merge(Write.of(value("k" + i, 1, "x")));
    }
    FeedPage page = feed.poll(Duration.ZERO);
    assertThat(page.continuity()).isEqualTo(Continuity.RESTARTED);
    assertThat(page.entries()).hasSize(5);
    store.merge(Write.of(value("k6", 1, "x")));
    FeedPage next = feed.poll(Duration.ZERO);
    assertThat(next.continuity()).isEqualTo(Continuity.CONTINUOUS);
    assertThat(next.entries()).containsExactly(value("k6", 1, "x"));
  }

  @Test
  void aScanThatIsOvertakenByTheLogBeginsAnew() {
    ReferenceStore store = ReferenceStore.over(new ReferenceData(3), "short", clock);
    for (int i = 1; i <= 4; i++) {
      store.merge(Write.of(value("k" + i, 1, "x")));
    }
    var feed = store.feed(FeedRequest.fromStart().pageSize(2));
    feed.poll(Duration.ZERO);
    for (int i = 1; i <= 4; i++) {
      store.merge(Write.of(value("k" + i, 2, "x")));
    }
    assertThat(feed.poll(Duration.ZERO).continuity()).isEqualTo(Continuity.RESTARTED);
  }

  @Test
  void aStoreThatIsOnlyReadRejectsMergesAndPurges() {
    ReferenceData data = new ReferenceData();
    ReferenceStore.over(data, "writer", clock).merge(Write.of(value("a", 1, "x")));
    ReferenceStore reader =
        ReferenceStore.over(
            data, "reader", clock, ReferenceStore.CAPABILITIES.without(Capability.WRITE));
    assertThat(reader.read(Entries.key("a"))).isEqualTo(value("a", 1, "x"));
    assertThatThrownBy(() -> reader.merge(Write.of(value("a", 2, "x"))))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("reader");
    assertThatThrownBy(() -> reader.purge(List.of(Purge.of(value("a", 1, "x")))))
        .isInstanceOf(RejectedException.class);
  }
}
