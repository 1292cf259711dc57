package dev.headwater.store.cockroach;

import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.value;
import static dev.headwater.testkit.Entries.values;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedPage.Continuity;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.Mark;
import dev.headwater.store.Write;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CockroachFeedIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SqlTable table = new SqlTable();
  private CockroachStore store;

  @BeforeEach
  void open() {
    store = CockroachStore.open(table.config("timeout=20s"), InstantSource.system());
    store.head();
  }

  @AfterEach
  void close() {
    store.close();
    table.close();
  }

  @Test
  void sixWritersThatDwellBeforeTheirCommitsLoseNothing() throws Exception {
    int writers = 6;
    int each = 400;
    Mark start = store.head();
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try (Feed feed = store.feed(FeedRequest.after(start).pageSize(50))) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        int writer = i;
        done.add(threads.submit(() -> writeDwelling(writer, each)));
      }
      Set<Entry> seen = new HashSet<>();
      while (done.stream().anyMatch(one -> !one.isDone())) {
        seen.addAll(feed.poll(Duration.ofMillis(5)).entries());
      }
      for (Future<?> one : done) {
        one.get();
      }
      awaitAll(feed, seen, writers * each);
    } finally {
      threads.shutdownNow();
    }
  }

  private Void writeDwelling(int writer, int count) throws SQLException {
    Random random = new Random(writer);
    try (Connection connection = table.connect();
        PreparedStatement merge =
            connection.prepareStatement(
                new CockroachSchema(table.name(), table.dialect()).merge());
        PreparedStatement dwell = connection.prepareStatement("SELECT pg_sleep(?)")) {
      connection.setAutoCommit(false);
      for (int i = 0; i < count; i++) {
        EntryColumns.set(merge, value("w%d/%04d".formatted(writer, i), 1, "x"));
        merge.executeQuery().close();
        dwell.setDouble(1, random.nextInt(5) / 1000.0);
        dwell.executeQuery().close();
        connection.commit();
      }
    }
    return null;
  }

  private static void awaitAll(Feed feed, Set<Entry> seen, int count) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (seen.size() < count && System.nanoTime() < end) {
      seen.addAll(feed.poll(Duration.ofMillis(200)).entries());
    }
    assertThat(seen).hasSize(count);
  }

  @Test
  void aTransactionThatStaysOpenHoldsBackNobodyElse() throws SQLException {
    try (Feed feed = store.feed(FeedRequest.after(store.head()));
        Connection connection = table.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("UPDATE headwater_meta SET version = 1");
      store.merge(Write.of(value("a", 1, "x")));
      Set<Entry> seen = new HashSet<>();
      awaitAll(feed, seen, 1);
      connection.rollback();
    }
  }

  @Test
  void changesAreReadInPagesAndAMarkAmidThemGoesOn() {
    List<Entry> entries = values("k", 1_000, 1);
    Mark start = store.head();
    store.mergeAll(Batch.of(entries));
    Set<Entry> seen = new HashSet<>();
    Mark mark = start;
    for (int i = 0; i < 12; i++) { // each page by a feed of its own
      try (Feed feed = store.feed(FeedRequest.after(mark).pageSize(100))) {
        FeedPage page = feed.poll(PATIENCE.dividedBy(100));
        assertThat(page.entries()).hasSizeLessThanOrEqualTo(100);
        assertThat(page.continuity()).isEqualTo(Continuity.CONTINUOUS);
        seen.addAll(page.entries());
        mark = page.mark();
      }
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(entries);
  }

  @Test
  void pagesAreCutByBytesToo() {
    List<Entry> large = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      large.add(sized("k" + i, 1, 3 * 1024 * 1024));
    }
    Mark start = store.head();
    store.mergeAll(Batch.of(large));
    for (FeedRequest request : List.of(FeedRequest.after(start), FeedRequest.fromStart())) {
      Set<Entry> seen = new HashSet<>();
      try (Feed feed = store.feed(request)) {
        while (seen.size() < 6) {
          FeedPage page = feed.poll(PATIENCE);
          assertThat(page.entries()).hasSizeBetween(1, 2);
          seen.addAll(page.entries());
        }
      }
    }
  }

  @Test
  void aFeedThatReadsNothingOfItsPrefixDoesNotReadTheRestAgain() {
    try (Feed feed = store.feed(FeedRequest.after(store.head()).prefix("mine/"))) {
      store.mergeAll(Batch.of(values("other/", 500, 1)));
      Mark first = feed.poll(Duration.ZERO).mark();
      store.mergeAll(Batch.of(values("other/", 500, 2)));
      Mark second = feed.poll(Duration.ZERO).mark();
      assertThat(second).isNotEqualTo(first);
      store.merge(Write.of(value("mine/a", 1, "x")));
      assertThat(feed.poll(PATIENCE).entries()).containsExactly(value("mine/a", 1, "x"));
    }
  }

  @Test
  void rowsOfAnotherClustersDumpAreFoundByScanningAndNotFedForever() {
    store.merge(Write.of(value("a", 1, "x")));
    if (table.dialect() == Dialect.POSTGRESQL) {
      table.execute("UPDATE $t SET xid = '9000000000000'");
    }
    Set<Entry> seen = new HashSet<>();
    try (Feed feed = store.feed(FeedRequest.fromStart())) {
      awaitAll(feed, seen, 1);
      FeedPage next = feed.poll(Duration.ofMillis(200));
      if (table.dialect() == Dialect.POSTGRESQL) {
        assertThat(next.entries()).isEmpty();
      }
    }
  }

  @Test
  void ownWritesAreFedWithoutWaitingForTheNextPoll() throws Exception {
    CockroachStoreConfig lazy = table.config("poll=10m");
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (CockroachStore own = CockroachStore.open(lazy, InstantSource.system());
        Feed feed = own.feed(FeedRequest.after(own.head()))) {
      Future<FeedPage> page = thread.submit(() -> feed.poll(Duration.ofMinutes(1)));
      own.merge(Write.of(value("a", 1, "x")));
      if (table.dialect() == Dialect.POSTGRESQL) {
        assertThat(page.get(20, java.util.concurrent.TimeUnit.SECONDS).entries())
            .containsExactly(value("a", 1, "x"));
      }
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void aCollisionThatIsWonIsFed() {
    Entry one = value(Key.of("a"), stamp(1), "one");
    Entry two = value(Key.of("a"), stamp(1), "two");
    Entry lower = dev.headwater.store.EntryOrder.compare(one, two) < 0 ? one : two;
    Entry higher = lower.equals(one) ? two : one;
    store.merge(Write.of(lower));
    try (Feed feed = store.feed(FeedRequest.after(store.head()))) {
      store.merge(Write.of(higher));
      assertThat(feed.poll(PATIENCE).entries()).containsExactly(higher);
    }
  }
}
