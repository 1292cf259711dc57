package dev.headwater.chain;

import static dev.headwater.chain.ChainRig.remote;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Capabilities;
import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.Write;
import dev.headwater.testkit.FaultyStore;
import dev.headwater.testkit.ManualBackground;
import dev.headwater.testkit.Operation;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChainFollowTest {

  private static final Key A = key("a");
  private static final Duration TICK = Duration.ofMillis(20);

  private final ChainRig.Lower lower = new ChainRig.Lower();
  private final ChainRig here = new ChainRig(lower);
  private final ChainRig there = new ChainRig(lower);

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  @Test
  void anotherProcessesWriteReplacesTheCopyInMemory() {
    here.chain.merge(Write.of(value("a", 10, "old")));
    assertThat(there.chain.read(A)).isNotNull();
    Entry young = value("a", 20, "young");

    here.chain.merge(Write.of(young));
    there.background.advance(TICK);

    assertThat(there.memoryStore.read(A)).isEqualTo(young);
    assertThat(there.events.of("updated")).containsExactly("updated cache a");
  }

  @Test
  void anotherProcessesDeleteReachesMemory() {
    here.chain.merge(Write.of(value("a", 10, "old")));
    there.chain.read(A);
    Entry tombstone = tombstone("a", 20);

    here.chain.merge(Write.of(tombstone));
    there.background.advance(TICK);

    assertThat(there.memoryStore.read(A)).isEqualTo(tombstone);
  }

  @Test
  void aReadThatEndsAfterTheFeedToldOfSomethingNewerIsNotKept() {
    here.chain.merge(Write.of(value("a", 10, "old")));
    Entry young = value("a", 20, "young");
    there
        .cacheFaults
        .faults()
        .runAfter(
            Operation.READ,
            () -> {
              there.cacheFaults.faults().heal();
              here.chain.merge(Write.of(young));
              there.background.advance(TICK);
            });

    assertThat(there.chain.read(A)).isNotNull();

    assertThat(there.chain.read(A)).isEqualTo(young);
  }

  @Test
  void aReadThatBeganBeforeTheFeedIsNotKept() {
    here.chain.merge(Write.of(value("a", 10, "old")));
    Entry young = value("a", 20, "young");
    ManualBackground background = new ManualBackground(lower.clock());
    FaultyStore authority =
        new FaultyStore(
            ReferenceStore.over(lower.authority(), "authority", lower.clock(), remote()));
    ChainStore late =
        ChainStore.builder()
            .cache("memory", ChainRig.memory(lower.clock()))
            .store("authority", authority)
            .background(background.background())
            .time(lower.clock())
            .build();
    authority
        .faults()
        .runAfter(
            Operation.READ,
            () -> {
              authority.faults().heal();
              here.chain.merge(Write.of(young));
              background.settle(); // the feed begins here, after that write
            });

    assertThat(late.read(A)).isNotNull();

    assertThat(late.read(A)).isEqualTo(young);
    late.close();
  }

  @Test
  void keysThatNobodyReadAreNotBroughtUp() {
    here.chain.merge(Write.of(value("a", 10, "one")));
    there.background.advance(TICK);

    assertThat(there.memoryStore.read(A)).isNull();
  }

  @Test
  void aChangeOfTheAuthorityReplacesTheCopyInTheCacheToo() {
    here.chain.merge(Write.of(value("a", 10, "old")));
    Entry young = value("a", 20, "young");

    here.authority.merge(Write.of(young)); // as a sync from elsewhere would
    here.background.advance(TICK);

    assertThat(here.memoryStore.read(A)).isEqualTo(young);
    assertThat(here.cacheFaults.read(A)).isEqualTo(young);
  }

  @Test
  void anOlderEntryOfAFeedChangesNothing() {
    Entry young = value("a", 20, "young");
    here.chain.merge(Write.of(young));

    here.cache.merge(Write.of(value("a", 10, "old")));
    here.background.advance(TICK);

    assertThat(here.memoryStore.read(A)).isEqualTo(young);
  }

  @Test
  void changesDuringAnOutageOfTheFeedArriveAfterIt() {
    here.chain.merge(Write.of(value("a", 10, "old")));
    there.chain.read(A);
    there.cacheFaults.faults().down();
    there.authorityFaults.faults().down();
    there.background.advance(TICK);
    Entry young = value("a", 20, "young");

    here.chain.merge(Write.of(young));
    there.background.advance(TICK);
    assertThat(there.events.of("feedFailed")).isNotEmpty();
    there.cacheFaults.faults().up();
    there.authorityFaults.faults().up();
    there.background.advance(Duration.ofSeconds(10));

    assertThat(there.memoryStore.read(A)).isEqualTo(young);
  }

  @Test
  void aFeedThatBeginsAnewUpdatesAllCopies() {
    here.chain.merge(Write.of(value("a", 10, "old")));
    there.chain.read(A);
    there.cacheFaults.faults().restartFeed();
    Entry young = value("a", 20, "young");

    here.cache.merge(Write.of(young));
    there.background.advance(TICK);

    assertThat(there.memoryStore.read(A)).isEqualTo(young);
  }

  @Test
  void whatWasCachedBeforeTheFeedsOpenedIsAskedForAgain() {
    ManualBackground background = new ManualBackground(lower.clock());
    FaultyStore authority =
        new FaultyStore(
            ReferenceStore.over(lower.authority(), "authority", lower.clock(), remote()));
    authority.faults().failBefore(Operation.HEAD, 1);
    try (ChainStore late =
        ChainStore.builder()
            .cache("memory", ChainRig.memory(lower.clock()))
            .store("authority", authority)
            .background(background.background())
            .time(lower.clock())
            .build()) {
      background.settle(); // the feed can't be opened yet
      here.chain.merge(Write.of(value("a", 10, "old")));
      assertThat(late.read(A)).isEqualTo(value("a", 10, "old"));
      Entry young = value("a", 20, "young");
      here.chain.merge(Write.of(young));

      background.advance(Duration.ofSeconds(1));

      assertThat(late.read(A)).isEqualTo(young);
    }
  }

  @Test
  void whatTheChainsFeedDeliveredItsReadsKnow() {
    Entry old = value("a", 10, "old");
    here.chain.merge(Write.of(old));
    try (Feed feed = here.chain.feed(FeedRequest.after(here.chain.head()))) {
      Entry young = value("a", 20, "young");
      here.authorityFaults.merge(Write.of(young));

      FeedPage page = feed.poll(Duration.ZERO);

      assertThat(page.entries()).containsExactly(young);
      assertThat(here.chain.read(A)).isEqualTo(young);
    }
  }

  @Test
  void aNewerEntryTakesThePlaceOfACopyThatACacheIsStillOwed() {
    here.cacheFaults.faults().failBefore(Operation.MERGE, 1_000);
    here.cacheFaults.faults().failBefore(Operation.MERGE_ALL, 1_000);
    here.chain.merge(Write.of(value("a", 10, "old")));
    Entry young = value("a", 20, "young");
    here.authorityFaults.merge(Write.of(young)); // as another process would
    here.background.advance(TICK);

    here.cacheFaults.faults().heal();
    here.background.advance(Duration.ofMinutes(1));

    assertThat(here.cacheFaults.read(A)).isEqualTo(young);
  }

  @Test
  void aCacheKeepsNoOlderCopyOfWhatIsTooLargeForIt() {
    Entry old = value("a", 10, "old");
    ReferenceStore small =
        ReferenceStore.create(
            "small",
            lower.clock(),
            new Capabilities(remote().set(), new Capabilities.Limits(10, 1, 100, 1_000)));
    ManualBackground background = new ManualBackground(lower.clock());
    try (ChainStore chain =
        ChainStore.builder()
            .cache("memory", ChainRig.memory(lower.clock()))
            .cache("small", small)
            .store(
                "authority",
                ReferenceStore.over(lower.authority(), "authority", lower.clock(), remote()))
            .background(background.background())
            .time(lower.clock())
            .build()) {
      background.settle();
      chain.merge(Write.of(old));
      assertThat(small.read(A)).isEqualTo(old);
      here.authorityFaults.merge(Write.of(value("a", 20, "more than ten bytes")));
      background.advance(TICK);
      assertThat(small.read(A)).isNull();
    }
  }

  @Test
  void whatAFeedTellsCountsMoreThanAnOlderPendingWrite() {
    here.authorityFaults.faults().failBefore(Operation.MERGE_ALL, 1_000);
    here.chain.acknowledging(Acknowledgement.LOCAL).merge(Write.of(value("a", 10, "pending")));
    here.evict();
    assertThat(here.chain.read(A)).isEqualTo(value("a", 10, "pending"));
    Entry young = value("a", 20, "young");

    here.authorityFaults.merge(Write.of(young));
    here.background.advance(TICK);

    assertThat(here.chain.read(A)).isEqualTo(young);
    here.authorityFaults.faults().heal();
    here.background.advance(Duration.ofMinutes(1));
    assertThat(here.chain.read(A)).isEqualTo(young);
    assertThat(here.events.of("superseded")).containsExactly("superseded a");
  }
}
