package dev.headwater.store.memory;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.Write;
import dev.headwater.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryStoreConcurrencyTest {

  private static final int THREADS = 4;
  private static final int ROUNDS = 20_000;
  private static final Key LEFT = key("left");
  private static final Key RIGHT = key("right");

  private final MemoryStore store =
      MemoryStore.open(MemoryStoreConfig.unbounded(), new ManualClock());
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void whoeverSawOneKeyOfAnAtomicBatchSeesAll() throws Exception {
    AtomicBoolean writing = new AtomicBoolean(true);
    Future<?> writer =
        threads.submit(
            () -> {
              for (int i = 1; i <= ROUNDS; i++) {
                store.mergeAll(together(i));
              }
              writing.set(false);
            });
    Future<?> reader = threads.submit(() -> compareReads(writing));
    Future<?> batchReader = threads.submit(() -> compareBatchReads(writing));
    Future<?> lister = threads.submit(() -> compareListings(writing));
    for (Future<?> done : List.of(writer, reader, batchReader, lister)) {
      done.get(60, TimeUnit.SECONDS);
    }
    assertThat(store.read(LEFT)).isNotNull();
  }

  @Test
  void theNewestOfConcurrentMergesWinsAndTheFeedEndsWithIt() throws Exception {
    Feed feed = store.feed(FeedRequest.after(store.head()));
    runOnAll(this::mergeAtRandom);

    Map<Key, Entry> fed = new HashMap<>();
    for (var page = feed.poll(Duration.ZERO);
        !page.isEmpty() || page.continuity() != FeedPage.Continuity.CONTINUOUS;
        page = feed.poll(Duration.ZERO)) {
      page.entries().forEach(entry -> fed.put(entry.key(), entry));
    }
    try (EntryCursor cursor = store.list(ListRequest.all("k"))) {
      List<Entry> held = cursor.next().entries();
      assertThat(held).hasSize(16).allMatch(entry -> entry.stamp().epochMillis() == ROUNDS);
      assertThat(fed.values()).containsExactlyInAnyOrderElementsOf(held);
    }
  }

  @Test
  void aFollowedFeedMissesNoKeyWhileOthersWrite() throws Exception {
    Feed feed = store.feed(FeedRequest.after(store.head()).pageSize(7));
    Future<Map<Key, Entry>> follower =
        threads.submit(
            () -> {
              Map<Key, Entry> fed = new HashMap<>();
              while (fed.size() < 16
                  || !fed.values().stream().allMatch(e -> e.stamp().epochMillis() == ROUNDS)) {
                feed.poll(Duration.ofSeconds(10)).entries().forEach(e -> fed.put(e.key(), e));
              }
              return fed;
            });
    runOnAll(this::mergeAtRandom);
    assertThat(follower.get(60, TimeUnit.SECONDS)).hasSize(16);
  }

  @Test
  void ofThoseWhoPutAKeyThatMustBeAbsentOneWins() throws Exception {
    List<Integer> wins =
        runOnAll(
            thread -> {
              int won = 0;
              for (int i = 0; i < ROUNDS; i++) {
                Entry entry =
                    Entry.of(key("k" + i), stamp(1, thread + 1), value("x", 1, "v").content());
                MergeOutcome outcome = store.merge(new Write(entry, Precondition.absent()));
                won += outcome.wrote() ? 1 : 0;
              }
              return won;
            });
    assertThat(wins.stream().mapToInt(Integer::intValue).sum()).isEqualTo(ROUNDS);
  }

  private Integer mergeAtRandom(int thread) {
    SplittableRandom random = new SplittableRandom(thread);
    for (int i = 0; i < ROUNDS; i++) {
      int number = random.nextInt(16);
      store.merge(Write.of(value("k" + number, random.nextInt(ROUNDS), "v")));
    }
    for (int number = 0; number < 16; number++) {
      store.merge(Write.of(value("k" + number, ROUNDS, "v")));
    }
    return ROUNDS;
  }

  private void compareReads(AtomicBoolean writing) {
    while (writing.get()) {
      Entry left = store.read(LEFT);
      Entry right = store.read(RIGHT);
      if (left != null) {
        assertThat(right).isNotNull();
        assertThat(right.stamp()).isGreaterThanOrEqualTo(left.stamp());
      }
    }
  }

  private void compareBatchReads(AtomicBoolean writing) {
    while (writing.get()) {
      Map<Key, Entry> both = store.readAll(List.of(LEFT, RIGHT)).entries();
      assertThat(both.values().stream().map(Entry::stamp).distinct().count()).isLessThan(2);
      assertThat(both.size()).isNotEqualTo(1);
    }
  }

  private void compareListings(AtomicBoolean writing) {
    while (writing.get()) {
      try (EntryCursor cursor = store.list(ListRequest.live(""))) {
        List<Entry> both = cursor.next().entries();
        assertThat(both.stream().map(Entry::stamp).distinct().count()).isLessThan(2);
        assertThat(both.size()).isNotEqualTo(1);
      }
    }
  }

  private static Batch together(int millis) {
    return new Batch(
        List.of(Write.of(value(LEFT, millis, "v")), Write.of(value(RIGHT, millis, "v"))),
        Batch.Atomicity.ALL);
  }

  private interface Work {
    Integer run(int thread) throws Exception;
  }

  private List<Integer> runOnAll(Work work) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Integer>> running = new ArrayList<>();
    for (int thread : IntStream.range(0, THREADS).toArray()) {
      Callable<Integer> task =
          () -> {
            start.await();
            return work.run(thread);
          };
      running.add(threads.submit(task));
    }
    start.countDown();
    List<Integer> results = new ArrayList<>();
    for (Future<Integer> one : running) {
      results.add(one.get(60, TimeUnit.SECONDS));
    }
    return results;
  }
}
