package dev.headwater.testkit;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Batch;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage.Continuity;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.ListRequest;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FaultyStoreTest {

  private static final Write WRITE = Write.of(value("a", 1, "x"));

  private final ReferenceStore inner = ReferenceStore.create("inner", new ManualClock());
  private final FaultyStore store = new FaultyStore(inner);
  private final Faults faults = store.faults();

  @Test
  void aFailureBeforeTheEffectDoesNothing() {
    faults.failBefore(Operation.MERGE, 2);
    assertUnavailable(() -> store.merge(WRITE));
    assertUnavailable(() -> store.merge(WRITE));
    assertThat(inner.read(key("a"))).isNull();
    assertThat(store.merge(WRITE).wrote()).isTrue();
  }

  @Test
  void aFailureAfterTheEffectLeavesTheOutcomeUnknown() {
    faults.failAfter(Operation.MERGE, 1);
    assertThatThrownBy(() -> store.merge(WRITE))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("faulty(inner)");
    assertThat(inner.read(key("a"))).isEqualTo(WRITE.entry());
    assertThat(store.merge(WRITE).wrote()).isFalse();
  }

  @Test
  void aReadThatFailsAfterItsEffectIsUnavailable() {
    faults.failAfter(Operation.READ, 1);
    assertUnavailable(() -> store.read(key("a")));
    assertThat(store.read(key("a"))).isNull();
  }

  @Test
  void theNthCallFails() {
    faults.failNth(Operation.READ, 3);
    store.read(key("a"));
    store.read(key("a"));
    assertUnavailable(() -> store.read(key("a")));
    assertThat(store.read(key("a"))).isNull();
  }

  @Test
  void aStoreThatIsDownFailsInEverythingButItsNameAndClose() {
    Feed feed = store.feed(FeedRequest.fromStart());
    var cursor = store.list(ListRequest.all(""));
    faults.down();
    Stream<ThrowingCallable> operations =
        Stream.of(
            () -> store.read(key("a")),
            () -> store.readAll(List.of(key("a"))),
            () -> store.merge(WRITE),
            () -> store.mergeAll(Batch.of(List.of(WRITE.entry()))),
            () -> store.list(ListRequest.all("")),
            cursor::next,
            store::head,
            () -> store.feed(FeedRequest.fromStart()),
            () -> feed.poll(Duration.ZERO),
            () -> store.purge(List.of()));
    assertThat(operations).allSatisfy(FaultyStoreTest::assertUnavailable);
    faults.up();
    assertThat(inner.read(key("a"))).isNull();
    assertThat(feed.poll(Duration.ZERO).isEmpty()).isTrue();
    faults.down();
    store.close();
    assertThatThrownBy(() -> inner.read(key("a"))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aListingBreaksOffAtThePageThatFails() {
    inner.mergeAll(Batch.of(Entries.values("k", 6, 1)));
    faults.failNth(Operation.PAGE, 2);
    try (var cursor = store.list(ListRequest.all("").pageSize(2))) {
      assertThat(cursor.next().entries()).hasSize(2);
      assertUnavailable(cursor::next);
    }
  }

  @Test
  void hooksRunBeforeAndAfterTheEffect() {
    List<String> seen = new ArrayList<>();
    faults.runBefore(Operation.MERGE, () -> seen.add("before: " + inner.read(key("a"))));
    faults.runAfter(Operation.MERGE, () -> seen.add("after: " + inner.read(key("a"))));
    store.merge(WRITE);
    assertThat(seen).containsExactly("before: null", "after: " + WRITE.entry());
  }

  @Test
  void aFeedRepeatsItsLastPage() {
    Feed feed = store.feed(FeedRequest.after(store.head()));
    store.merge(WRITE);
    var page = feed.poll(Duration.ZERO);
    faults.repeatPages(2);
    assertThat(feed.poll(Duration.ZERO)).isEqualTo(page);
    assertThat(feed.poll(Duration.ZERO)).isEqualTo(page);
    assertThat(feed.poll(Duration.ZERO).isEmpty()).isTrue();
  }

  @Test
  void aFeedLosesItsPlaceAndBeginsAnew() {
    store.merge(WRITE);
    Feed feed = store.feed(FeedRequest.after(store.head()));
    faults.restartFeed();
    var page = feed.poll(Duration.ZERO);
    assertThat(page.continuity()).isEqualTo(Continuity.RESTARTED);
    assertThat(page.entries()).containsExactly(WRITE.entry());
    feed.close();
    assertThatThrownBy(() -> feed.poll(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void healingEndsEverything() {
    faults.down();
    faults.failBefore(Operation.READ, 5);
    faults.failAfter(Operation.READ, 5);
    faults.failNth(Operation.READ, 1);
    faults.heal();
    assertThat(store.read(key("a"))).isNull();
  }

  private static void assertUnavailable(ThrowingCallable operation) {
    assertThatThrownBy(operation).isInstanceOf(StoreUnavailableException.class);
  }
}
