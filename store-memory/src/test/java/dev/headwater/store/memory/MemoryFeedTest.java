package dev.headwater.store.memory;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static dev.headwater.testkit.Entries.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedPage.Continuity;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.Purge;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryFeedTest {

  private static final int REMEMBERED = 10;
  private static final Duration LONG = Duration.ofMinutes(1);

  private final MemoryStore store =
      MemoryStore.open(MemoryStoreConfig.unbounded().feedChanges(REMEMBERED), new ManualClock());

  @Test
  void aFeedThatIsAsFarBehindAsTheLogReachesGoesOn() {
    Feed feed = store.feed(FeedRequest.after(store.head()));
    write(values("k", REMEMBERED, 1));
    FeedPage page = feed.poll(Duration.ZERO);
    assertThat(page.continuity()).isEqualTo(Continuity.CONTINUOUS);
    assertThat(page.entries()).isEqualTo(values("k", REMEMBERED, 1));
  }

  @Test
  void aFeedThatFellFurtherBehindBeginsAnewWithEverythingHeld() {
    write(List.of(value("before", 1, "v")));
    Feed feed = store.feed(FeedRequest.after(store.head()).pageSize(5));
    write(values("k", REMEMBERED + 1, 1));

    FeedPage first = feed.poll(Duration.ZERO);
    assertThat(first.continuity()).isEqualTo(Continuity.RESTARTED);
    assertThat(first.entries()).hasSize(5);
    List<Entry> all = new ArrayList<>(first.entries());
    all.addAll(feed.poll(Duration.ZERO).entries());
    FeedPage last = feed.poll(Duration.ZERO);
    assertThat(last.continuity()).isEqualTo(Continuity.CONTINUOUS);
    all.addAll(last.entries());
    assertThat(all).hasSize(REMEMBERED + 2).contains(value("before", 1, "v"));
    assertThat(feed.poll(Duration.ZERO).isEmpty()).isTrue();
  }

  @Test
  void anOverrunWhileEverythingIsDeliveredBeginsAnewOnceMore() {
    write(values("k", 4, 1));
    Feed feed = store.feed(FeedRequest.fromStart().pageSize(3));
    assertThat(feed.poll(Duration.ZERO).entries()).hasSize(3);
    write(values("l", REMEMBERED + 1, 1));
    assertThat(feed.poll(Duration.ZERO).entries()).hasSize(1);
    assertThat(feed.poll(Duration.ZERO).continuity()).isEqualTo(Continuity.RESTARTED);
  }

  @Test
  void aRestartThatFindsNothingIsToldAllTheSame() {
    Feed feed = store.feed(FeedRequest.after(new Mark("another", "3")));
    FeedPage page = feed.poll(LONG);
    assertThat(page.continuity()).isEqualTo(Continuity.RESTARTED);
    assertThat(page.entries()).isEmpty();
    assertThat(feed.poll(Duration.ZERO).continuity()).isEqualTo(Continuity.CONTINUOUS);
  }

  @Test
  void aMarkInTheMiddleOfEverythingHeldGoesOnThere() {
    List<Entry> entries = values("a/k", 6, 1);
    write(entries);
    Feed first = store.feed(FeedRequest.fromStart().pageSize(4));
    Mark middle = Mark.parse(first.poll(Duration.ZERO).mark().toString());
    Entry newer = value(entries.get(0).key(), 2, "newer");
    store.merge(Write.of(newer));

    Feed second = store.feed(FeedRequest.after(middle));
    assertThat(second.poll(Duration.ZERO).entries()).isEqualTo(entries.subList(4, 6));
    assertThat(second.poll(Duration.ZERO).entries()).containsExactly(newer);
  }

  @Test
  void severalChangesOfAKeyInOnePageAreItsLast() {
    Feed feed = store.feed(FeedRequest.after(store.head()));
    write(List.of(value("k", 1, "a"), value("l", 1, "a"), value("k", 2, "b")));
    assertThat(feed.poll(Duration.ZERO).entries())
        .containsExactly(value("k", 2, "b"), value("l", 1, "a"));
  }

  @Test
  void whatWasPurgedIsLeftOut() {
    Feed feed = store.feed(FeedRequest.after(store.head()));
    write(List.of(value("k", 1, "a")));
    store.purge(List.of(Purge.of(value("k", 1, "a"))));
    assertThat(feed.poll(Duration.ZERO).isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"seven", "8", "-1", "/k", "0/", "99999999999999999999"})
  void aMarkThatThisStoreCannotHaveMadeBeginsAnew(String position) {
    Mark mark = new Mark(store.head().incarnation(), position);
    FeedPage page = store.feed(FeedRequest.after(mark)).poll(Duration.ZERO);
    assertThat(page.continuity()).isEqualTo(Continuity.RESTARTED);
  }

  @Test
  void changesOfOtherPrefixesDoNotProlongAPoll() throws Exception {
    Feed feed = store.feed(FeedRequest.after(store.head()).prefix("mine/"));
    CompletableFuture<FeedPage> page =
        CompletableFuture.supplyAsync(() -> feed.poll(Duration.ofMillis(50)));
    for (int i = 0; !page.isDone(); i++) {
      store.merge(Write.of(value("other", i, "v")));
    }
    assertThat(page.get().entries()).isEmpty();
  }

  @Test
  void aChangeEndsAWaitingPoll() throws Exception {
    Feed feed = store.feed(FeedRequest.after(store.head()));
    CompletableFuture<FeedPage> page = pollWaiting(feed);
    store.merge(Write.of(value("k", 1, "v")));
    assertThat(page.get(10, TimeUnit.SECONDS).entries()).containsExactly(value("k", 1, "v"));
  }

  @Test
  void closingTheFeedEndsAWaitingPoll() {
    Feed feed = store.feed(FeedRequest.after(store.head()));
    CompletableFuture<FeedPage> page = pollWaiting(feed);
    feed.close();
    assertClosed(page);
  }

  @Test
  void closingTheStoreEndsAWaitingPoll() {
    Feed feed = store.feed(FeedRequest.after(store.head()));
    CompletableFuture<FeedPage> page = pollWaiting(feed);
    store.close();
    assertClosed(page);
  }

  @Test
  void anInterruptEndsAWaitingPollAndStaysSet() {
    Feed feed = store.feed(FeedRequest.after(store.head()));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> feed.poll(LONG)).isInstanceOf(StoreUnavailableException.class);
    assertThat(Thread.interrupted()).isTrue();
    store.merge(Write.of(value("k", 1, "v")));
    assertThat(feed.poll(LONG).entries()).extracting(Entry::key).containsExactly(key("k"));
  }

  private void write(List<Entry> entries) {
    store.mergeAll(Batch.of(entries));
  }

  /** A poll in another thread that waits already. */
  private static CompletableFuture<FeedPage> pollWaiting(Feed feed) {
    AtomicReference<Thread> poller = new AtomicReference<>();
    CompletableFuture<FeedPage> page =
        CompletableFuture.supplyAsync(
            () -> {
              poller.set(Thread.currentThread());
              return feed.poll(LONG);
            });
    while (poller.get() == null || poller.get().getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return page;
  }

  private static void assertClosed(CompletableFuture<FeedPage> page) {
    assertThatThrownBy(() -> page.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}
