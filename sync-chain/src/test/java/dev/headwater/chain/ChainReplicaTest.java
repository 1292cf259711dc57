package dev.headwater.chain;

import static dev.headwater.chain.ChainRig.remote;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.filter.KeyFilter;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Purge;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.journal.Journal;
import dev.headwater.store.typed.Start;
import dev.headwater.store.typed.Subscription;
import dev.headwater.store.typed.TypedStore;
import dev.headwater.testkit.FaultyStore;
import dev.headwater.testkit.ManualBackground;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.Operation;
import dev.headwater.testkit.RecordingStore;
import dev.headwater.testkit.ReferenceData;
import dev.headwater.testkit.ReferenceJournal;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Nodes whose authority is their own disk, and which share a store that is written behind: what
 * follows from below makes each of them a full replica.
 */
class ChainReplicaTest {

  private static final Key A = key("a");
  private static final int DISK_VALUE_BYTES = 1_000;
  private static final Duration TICK = Duration.ofMillis(30); // and the journal is written

  private final ManualClock clock = new ManualClock();
  private final ReferenceData shared = new ReferenceData();
  private final ReferenceStore direct = ReferenceStore.over(shared, "direct", clock, remote());

  /** Memory, the node's own disk, and the shared store. */
  private final class Node implements AutoCloseable {
    final ManualBackground background = new ManualBackground(clock);
    final ReferenceStore memory = ChainRig.memory(clock);
    final FaultyStore disk;
    final RecordingStore recorded;
    final FaultyStore below =
        new FaultyStore(ReferenceStore.over(shared, "shared", clock, remote()));
    final Events events = new Events();
    final ChainStore chain;
    final TypedStore<String> texts;

    Node(ReferenceData data, OutboxConfig outbox) {
      this(data, outbox, KeyFilter.all());
    }

    Node(ReferenceData data, OutboxConfig outbox, KeyFilter filter) {
      disk = new FaultyStore(ReferenceStore.over(data, "disk", clock, diskCapabilities()));
      recorded = new RecordingStore(disk);
      chain =
          ChainStore.builder()
              .cache("memory", memory)
              .layer(Layer.store("disk", recorded).filter(filter))
              .layer(Layer.store("shared", below).behind())
              .outbox(outbox)
              .background(background.background())
              .time(clock)
              .random(new Random(1))
              .listener(events)
              .build();
      texts = TypedStore.of(chain, Codecs.utf8(), chain.clock());
    }

    Node pass() {
      background.advance(TICK);
      return this;
    }

    @Override
    public void close() {
      chain.close();
      background.settle();
    }
  }

  private static Capabilities diskCapabilities() {
    Capabilities.Limits limits = remote().limits();
    return new Capabilities(
        remote().set(),
        new Capabilities.Limits(
            DISK_VALUE_BYTES,
            limits.maxAtomicWrites(),
            limits.maxAtomicBytes(),
            limits.timeoutMillis()));
  }

  private static OutboxConfig in(Journal journal) {
    return OutboxConfig.journaled(journal);
  }

  @Test
  void everythingBelowComesUpAtTheFirstStart() {
    Entry value = value("a", 1, "x");
    Entry tombstone = tombstone("b", 2);
    direct.merge(Write.of(value));
    direct.merge(Write.of(tombstone));
    ReferenceData data = new ReferenceData();
    try (Node node = new Node(data, OutboxConfig.inMemory()).pass()) {
      node.below.faults().down();
      assertThat(data.peek(A)).isEqualTo(value);
      assertThat(data.peek(key("b"))).isEqualTo(tombstone);
      assertThat(node.texts.get(A)).isEqualTo("x");
    }
  }

  @Test
  void whatWasSeenBelowIsReadThoughTheAuthorityWasGivenSomethingOlderMeanwhile() {
    ReferenceData data = new ReferenceData();
    try (Node node = new Node(data, OutboxConfig.inMemory()).pass()) {
      Entry edited = sized("a", 10, DISK_VALUE_BYTES + 1); // the disk does not take it
      direct.merge(Write.of(edited));
      assertThat(node.chain.read(A)).isEqualTo(edited);
      ReferenceStore.over(data, "other", clock, remote()).merge(Write.of(value("a", 5, "older")));
      node.memory.purge(List.of(Purge.of(edited)));

      assertThat(node.chain.read(A)).isEqualTo(edited);

      node.memory.purge(List.of(Purge.of(edited)));
      node.below.faults().down();
      assertThatThrownBy(() -> node.chain.read(A))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("older than");
      node.below.faults().up();
    }
  }

  @Test
  void anOwnWriteDuringAReadDoesNotHideWhatIsBelow() {
    try (Node node = new Node(new ReferenceData(), OutboxConfig.inMemory()).pass()) {
      node.disk.faults().failBefore(Operation.MERGE_ALL, Integer.MAX_VALUE);
      Entry edited = sized("a", 10, DISK_VALUE_BYTES + 1); // the disk does not take it
      Entry own = value("a", 20, "by this node");
      direct.merge(Write.of(edited));
      assertThat(node.chain.read(A)).isEqualTo(edited);
      node.memory.purge(List.of(Purge.of(edited)));
      node.below
          .faults()
          .runBefore(
              Operation.READ,
              () -> node.chain.acknowledging(Acknowledgement.LOCAL).merge(Write.of(own)));

      assertThat(node.chain.read(A)).isEqualTo(edited);
      assertThat(node.chain.read(A)).isEqualTo(own);
      node.below.faults().heal();
      node.disk.faults().heal();
    }
  }

  @Test
  void whatOneNodeWritesAllHoldAndTheirSubscribersAreTold() {
    ReferenceData there = new ReferenceData();
    try (Node one = new Node(new ReferenceData(), OutboxConfig.inMemory()).pass();
        Node two = new Node(there, OutboxConfig.inMemory()).pass()) {
      SubscriberLog log = new SubscriberLog();
      Subscription subscription =
          two.texts.subscribe("", Start.NOW, log, two.background.background());
      two.pass();
      one.texts.put(A, "1");
      one.pass();
      two.pass().pass();
      two.below.faults().down();
      assertThat(two.texts.get(A)).isEqualTo("1");
      assertThat(log.changes()).containsExactly("a=1");
      two.below.faults().up();
      two.background.advance(Duration.ofSeconds(10));

      two.texts.delete(A);
      two.pass();
      one.pass().pass();
      one.below.faults().down();
      assertThat(one.texts.get(A)).isNull();
      assertThat(log.changes()).containsExactly("a=1", "a=null");
      subscription.close();
    }
  }

  @Test
  void aNodesOwnWritesThatComeBackAreNotWrittenAgain() {
    try (Node node = new Node(new ReferenceData(), OutboxConfig.inMemory()).pass()) {
      node.texts.put(A, "1");
      node.recorded.clear();
      node.pass().pass();
      assertThat(direct.read(A)).isNotNull();
      assertThat(node.recorded.operations())
          .filteredOn(operation -> operation.startsWith("merge"))
          .isEmpty();
    }
  }

  @Test
  void aRestartGoesOnWhereFollowingEnded() {
    ReferenceJournal journal = new ReferenceJournal();
    ReferenceData data = new ReferenceData();
    for (int i = 0; i < 50; i++) {
      direct.merge(Write.of(value("k" + i, 1, "x")));
    }
    new Node(data, in(journal)).pass().close();
    Entry meanwhile = value("a", 2, "meanwhile");
    direct.merge(Write.of(meanwhile));
    try (Node again = new Node(data, in(journal.reopen())).pass()) {
      assertThat(data.peek(A)).isEqualTo(meanwhile);
      assertThat(again.recorded.operations()).contains("readAll(1)", "mergeAll(1)");
      assertThat(again.recorded.operations())
          .filteredOn(operation -> operation.startsWith("readAll"))
          .as("of all that the shared store holds")
          .containsExactly("readAll(1)");
    }
  }

  @Test
  void whatWasTakenBeforeTheMarkWasNotedIsReadAgainAndNothingIsLost() {
    ReferenceJournal journal = new ReferenceJournal();
    ReferenceData data = new ReferenceData();
    Node node = new Node(data, in(journal)).pass();
    Entry entry = value("a", 2, "x");
    direct.merge(Write.of(entry));
    node.disk
        .faults()
        .runAfter(Operation.MERGE_ALL, journal::close); // the process dies before it notes it
    node.pass();
    assertThat(data.peek(A)).isEqualTo(entry);

    try (Node again = new Node(data, in(journal.reopen())).pass()) {
      assertThat(again.recorded.operations()).contains("readAll(1)").doesNotContain("mergeAll(1)");
      assertThat(again.texts.get(A)).isEqualTo("x");
    }
  }

  @Test
  void noMarkIsNotedBeforeTheLayerAboveHasTakenWhatItCovers() {
    ReferenceJournal journal = new ReferenceJournal();
    ReferenceData data = new ReferenceData();
    Node node = new Node(data, in(journal)).pass();
    Entry entry = value("a", 2, "x");
    direct.merge(Write.of(entry));
    node.disk.faults().failBefore(Operation.MERGE_ALL, 1_000);
    node.background.advance(Duration.ofMinutes(1));
    assertThat(node.events.of("feedFailed")).isNotEmpty();
    assertThat(data.peek(A)).isNull();
    journal.close();

    try (Node again = new Node(data, in(journal.reopen())).pass()) {
      assertThat(data.peek(A)).isEqualTo(entry);
      assertThat(again.texts.get(A)).isEqualTo("x");
    }
  }

  @Test
  void anAuthorityThatWasAwayGetsAllWhenItIsBackAndNobodySeesItBefore() {
    ReferenceData data = new ReferenceData();
    try (Node node = new Node(data, OutboxConfig.inMemory()).pass()) {
      node.texts.put(A, "old");
      node.pass();
      node.disk.faults().failBefore(Operation.MERGE_ALL, 3);
      Entry young = value("a", clock.millis() + 5, "young");
      direct.merge(Write.of(young));
      node.pass();
      assertThat(node.texts.get(A)).isEqualTo("old");

      node.background.advance(Duration.ofSeconds(10));
      assertThat(node.texts.get(A)).isEqualTo("young");
      assertThat(data.peek(A)).isEqualTo(young);
      assertThat(node.events.of("feedRecovered")).contains("feedRecovered shared");
    }
  }

  @Test
  void aFeedThatLostItsPlaceTellsEverythingOnceMore() {
    ReferenceJournal journal = new ReferenceJournal();
    ReferenceData data = new ReferenceData();
    direct.merge(Write.of(value("a", 1, "x")));
    new Node(data, in(journal)).pass().close();
    direct.merge(Write.of(value("b", 2, "y")));
    shared.forgetChanges();
    direct.merge(Write.of(value("c", 3, "z")));
    ReferenceJournal second = journal.reopen();
    try (Node again = new Node(data, in(second)).pass()) {
      assertThat(again.texts.get(key("b"))).isEqualTo("y");
      assertThat(again.texts.get(key("c"))).isEqualTo("z");
    }
    try (Node third = new Node(data, in(second.reopen())).pass()) {
      assertThat(third.recorded.operations())
          .filteredOn(operation -> operation.startsWith("readAll"))
          .as("the new place was noted")
          .isEmpty();
    }
  }

  @Test
  void anAuthorityThatLostItsDataIsFilledAnew() {
    ReferenceJournal journal = new ReferenceJournal();
    direct.merge(Write.of(value("a", 1, "x")));
    new Node(new ReferenceData(), in(journal)).pass().close();

    ReferenceData replaced = new ReferenceData();
    try (Node again = new Node(replaced, in(journal.reopen())).pass()) {
      assertThat(again.events.of("following")).hasSize(2);
      assertThat(replaced.peek(A)).isNotNull();
    }
  }

  @Test
  void anAuthorityThatIsGivenMoreKeysIsFilledAnew() {
    ReferenceJournal journal = new ReferenceJournal();
    ReferenceData data = new ReferenceData();
    direct.merge(Write.of(value("a", 1, "x")));
    direct.merge(Write.of(value("b", 1, "x")));
    new Node(data, in(journal), KeyFilter.ofPrefix("b")).pass().close();
    assertThat(data.peek(A)).isNull();
    assertThat(data.peek(key("b"))).isNotNull();

    new Node(data, in(journal.reopen())).pass().close();
    assertThat(data.peek(A)).isNotNull();
  }

  @Test
  void aNoteOfAnUnknownFormatCountsAsNone() {
    ReferenceJournal journal = new ReferenceJournal();
    journal.write(List.of(new Journal.Put(FollowMarks.SECTION, 3, new byte[] {9, 1})));
    journal.write(List.of(new Journal.Put(FollowMarks.SECTION, 4, new byte[] {1, 1})));
    direct.merge(Write.of(value("a", 1, "x")));
    ReferenceData data = new ReferenceData();
    new Node(data, in(journal)).pass().close();
    assertThat(data.peek(A)).isNotNull();
    ReferenceJournal again = journal.reopen();
    assertThat(again.read(FollowMarks.SECTION)).extracting(Journal.Saved::number).contains(5L);
    again.close();
  }

  @Test
  void whatTheAuthorityWillNeverTakeIsToldAndLeftOut() {
    direct.merge(Write.of(value("a", 1, "x")));
    direct.merge(Write.of(sized("big", 1, DISK_VALUE_BYTES + 1)));
    direct.merge(
        Write.of(value("b", clock.millis() + HybridClock.MAX_DRIFT_MILLIS + 99, "future")));
    ReferenceData data = new ReferenceData();
    try (Node node = new Node(data, OutboxConfig.inMemory()).pass()) {
      assertThat(data.peek(A)).isNotNull();
      assertThat(data.peek(key("b"))).isNull();
      assertThat(data.peek(key("big"))).isNull();
      assertThat(node.events.of("failed"))
          .containsExactly("failed disk RejectedException", "failed disk RejectedException");
      assertThat(node.texts.get(A)).isEqualTo("x");
    }
  }

  @Test
  void whatIsPurgedWhileItIsBroughtUpDoesNotComeBack() throws Exception {
    ReferenceData data = new ReferenceData();
    Entry entry = value("a", 1, "x");
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Integer> purged = new CompletableFuture<>();
    try (Node node = new Node(data, OutboxConfig.inMemory()).pass()) {
      Thread purging =
          new Thread(
              () -> {
                begun.countDown();
                purged.complete(node.chain.purge(List.of(Purge.of(entry))));
              });
      direct.merge(Write.of(entry));
      node.disk
          .faults()
          .runBefore(
              Operation.MERGE_ALL,
              () -> {
                node.disk.faults().heal();
                purging.start();
                awaitQuietly(begun);
                assertThat(purged).isNotDone();
              });
      node.pass();
      assertThat(purged.get(10, TimeUnit.SECONDS)).isEqualTo(1);
      node.pass();
      assertThat(data.peek(A)).isNull();
      assertThat(node.texts.get(A)).isNull();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatIsFoundBelowIsInTheAuthorityBeforeTheReaderIsTold() {
    ReferenceData data = new ReferenceData();
    try (Node node = new Node(data, OutboxConfig.inMemory()).pass()) {
      Entry edit = value("a", 9, "edit");
      direct.merge(Write.of(edit));
      assertThat(node.chain.read(A)).isEqualTo(edit);
      assertThat(data.peek(A)).isEqualTo(edit);
      ReferenceStore other = ReferenceStore.over(data, "other", clock, remote());
      assertThat(other.merge(Write.of(value("a", 5, "older"))).wrote()).isFalse();
      try (EntryCursor listing = node.chain.list(ListRequest.live(""))) {
        assertThat(listing.next().entries()).containsExactly(edit);
      }
    }
  }

  @Test
  void whatTheAuthorityCouldNotBeGivenFromBelowIsNotTold() {
    ReferenceData data = new ReferenceData();
    try (Node node = new Node(data, OutboxConfig.inMemory()).pass()) {
      direct.merge(Write.of(value("a", 9, "edit")));
      node.disk.faults().failBefore(Operation.MERGE_ALL, 1);
      assertThatThrownBy(() -> node.chain.read(A)).isInstanceOf(StoreUnavailableException.class);
      assertThat(node.chain.read(A)).isEqualTo(value("a", 9, "edit"));
    }
  }

  @Test
  void whatIsTooLargeForTheAuthorityIsReadFromBelow() {
    ReferenceData data = new ReferenceData();
    try (Node node = new Node(data, OutboxConfig.inMemory()).pass()) {
      Entry large = sized("a", 9, DISK_VALUE_BYTES + 1);
      direct.merge(Write.of(large));
      assertThat(node.chain.read(A)).isEqualTo(large);
      assertThat(data.peek(A)).isNull();
    }
  }

  @Test
  void whatWasPurgedIsNotBroughtUp() {
    ReferenceData data = new ReferenceData();
    try (Node node = new Node(data, OutboxConfig.inMemory()).pass()) {
      Entry entry = value("a", 1, "x");
      node.chain.purge(List.of(Purge.of(entry)));
      direct.merge(Write.of(entry)); // from somewhere where it was not purged
      node.pass().pass();
      assertThat(data.peek(A)).isNull();
    }
  }

  @Test
  void subscribersAreToldOfALotThatComesFromBelow() {
    ReferenceData data = new ReferenceData();
    try (Node node = new Node(data, OutboxConfig.inMemory()).pass()) {
      SubscriberLog log = new SubscriberLog();
      Subscription subscription =
          node.texts.subscribe("k", Start.NOW, log, node.background.background());
      node.pass();
      for (int i = 0; i < 3_000; i++) {
        direct.merge(Write.of(value("k" + i, 1, "x")));
      }
      node.background.advance(Duration.ofSeconds(1));
      assertThat(log.changes()).hasSize(3_000).doesNotHaveDuplicates();
      subscription.close();
    }
  }

  @Test
  void aReadOnlyAuthorityIsNotWritten() {
    direct.merge(Write.of(value("a", 1, "x")));
    ReferenceData data = new ReferenceData();
    ManualBackground background = new ManualBackground(clock);
    try (ChainStore chain =
        ChainStore.builder()
            .cache("memory", ChainRig.memory(clock))
            .layer(
                Layer.store("disk", ReferenceStore.over(data, "disk", clock, remote())).readOnly())
            .layer(
                Layer.store("shared", ReferenceStore.over(shared, "shared", clock, remote()))
                    .readOnly())
            .background(background.background())
            .time(clock)
            .build()) {
      background.advance(TICK);
      assertThat(chain.read(A)).isNotNull();
      background.advance(TICK);
      assertThat(data.peek(A)).isNull();
    }
  }
}
