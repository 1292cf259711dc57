package dev.headwater.chain;

import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.store.background.Background;
import dev.headwater.testkit.FaultyStore;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.Operation;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Optimistic feeds on threads of their own: nothing that is accepted waits. */
class ChainFeedThreadsTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Entry OWN = value("a", 5, "own");

  private final ManualClock clock = new ManualClock();
  private final ReferenceStore authority = ReferenceStore.create("authority", clock);
  private final FaultyStore faulty = new FaultyStore(authority);
  private final Background background = Background.daemon("chain-feed-test");
  private final LiveFeeds feeds =
      new LiveFeeds(
          new ChainFeed.Context(faulty, entry -> {}, background, new Random(1)), Pending.NONE);
  private final Feed feed = feeds.open(FeedRequest.after(authority.head()).optimistic());

  @AfterEach
  void close() {
    feed.close();
    background.close();
  }

  @Test
  void anOwnWriteEndsTheWait() throws Exception {
    CompletableFuture<FeedPage> page = pollThatWaits();
    feeds.taken(OWN);
    assertThat(page.get(10, TimeUnit.SECONDS).entries()).containsExactly(OWN);
  }

  @Test
  void aChangeOfTheAuthorityEndsTheWait() throws Exception {
    CompletableFuture<FeedPage> page = pollThatWaits();
    authority.merge(Write.of(OWN));
    assertThat(page.get(10, TimeUnit.SECONDS).entries()).containsExactly(OWN);
  }

  @Test
  void anAuthorityThatHangsHoldsUpNoOwnWrite() throws Exception {
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    faulty
        .faults()
        .runBefore(
            Operation.POLL,
            () -> {
              hangs.countDown();
              awaitQuietly(end);
            });
    CompletableFuture<FeedPage> page = poll(LONG);
    assertThat(hangs.await(10, TimeUnit.SECONDS)).isTrue();
    feeds.taken(OWN);
    assertThat(page.get(10, TimeUnit.SECONDS).entries()).containsExactly(OWN);
    end.countDown();
  }

  @Test
  void anAuthorityThatIsAwayIsToldWhenItFails() throws Exception {
    faulty.faults().down();
    assertThat(poll(LONG).get(10, TimeUnit.SECONDS).outage())
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void closingTheFeedEndsTheWait() {
    CompletableFuture<FeedPage> page = pollThatWaits();
    feeds.close();
    assertThatThrownBy(() -> page.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void noWriteOfManyThreadsIsLostThoughTheAuthorityTellsOfNone() throws Exception {
    int threads = 4;
    int writes = 2_000;
    List<Thread> writers = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      int number = thread;
      writers.add(
          new Thread(
              () -> {
                for (int i = 0; i < writes; i++) {
                  feeds.taken(value("k" + number + "/" + i, 1, "x"));
                }
              }));
    }
    writers.forEach(Thread::start);
    Set<Key> seen = new HashSet<>();
    while (seen.size() < threads * writes) {
      FeedPage page = poll(LONG).get(10, TimeUnit.SECONDS);
      page.entries().forEach(entry -> assertThat(seen.add(entry.key())).isTrue());
    }
    for (Thread writer : writers) {
      writer.join(10_000);
    }
  }

  private CompletableFuture<FeedPage> pollThatWaits() {
    CountDownLatch polled = new CountDownLatch(1);
    faulty.faults().runBefore(Operation.POLL, polled::countDown);
    CompletableFuture<FeedPage> page = poll(LONG);
    awaitQuietly(polled);
    assertThat(page).isNotDone();
    return page;
  }

  private CompletableFuture<FeedPage> poll(Duration wait) {
    return CompletableFuture.supplyAsync(() -> feed.poll(wait), background.executor());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
