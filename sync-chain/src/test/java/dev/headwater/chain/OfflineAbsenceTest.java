package dev.headwater.chain;

import static dev.headwater.chain.ChainRig.remote;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.filter.KeyFilter;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.Purge;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.store.codec.Codecs;
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
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * What a full replica says of keys that it does not hold while the store that it follows is away:
 * memory, a disk that decides, and below it a shared store, or two.
 */
class OfflineAbsenceTest {

  private static final Key A = key("a");
  private static final Key B = key("b");
  private static final Duration TICK = Duration.ofMillis(30); // and the journal is written
  private static final int DISK_VALUE_BYTES = 1_000;
  private static final int TWO_PAGES = 1_500;

  private final ManualClock clock = new ManualClock();
  private ReferenceData diskData = new ReferenceData();
  private ReferenceData sharedData = new ReferenceData();
  private ReferenceJournal records = new ReferenceJournal();
  private UnaryOperator<Layer> diskLayer = layer -> layer;
  private UnaryOperator<Layer> sharedLayer = layer -> layer;
  private boolean hasMiddle;

  private final class Node implements AutoCloseable {
    final ManualBackground background = new ManualBackground(clock);
    final ReferenceStore memory = ChainRig.memory(clock);
    final FaultyStore disk = faulty(diskData, "disk", diskCapabilities());
    final FaultyStore middle = faulty(new ReferenceData(), "middle", remote());
    final FaultyStore shared = faulty(sharedData, "shared", remote());
    final RecordingStore recorded = new RecordingStore(shared);
    final ReferenceJournal journal = records;
    final ChainStore chain;

    Node() {
      ChainStoreBuilder builder =
          ChainStore.builder()
              .cache("memory", memory)
              .layer(diskLayer.apply(Layer.store("disk", disk)));
      if (hasMiddle) {
        builder.layer(Layer.store("middle", middle).behind());
      }
      chain =
          builder
              .layer(sharedLayer.apply(Layer.store("shared", recorded).behind()))
              .outbox(OutboxConfig.journaled(journal))
              .rememberAbsenceFor(Duration.ZERO)
              .background(background.background())
              .time(clock)
              .random(new Random(1))
              .build();
    }

    Node pass() {
      background.advance(TICK);
      return this;
    }

    Node away() {
      shared.faults().down();
      return this;
    }

    @Override
    public void close() {
      chain.close();
      background.settle();
      records = journal.reopen();
    }
  }

  private FaultyStore faulty(ReferenceData data, String name, Capabilities capabilities) {
    return new FaultyStore(ReferenceStore.over(data, name, clock, capabilities));
  }

  private static Capabilities diskCapabilities() {
    Capabilities.Limits limits = remote().limits();
    return new Capabilities(
        ReferenceStore.CAPABILITIES.without(Capability.LOCAL).set(),
        new Capabilities.Limits(
            DISK_VALUE_BYTES,
            limits.maxAtomicWrites(),
            limits.maxAtomicBytes(),
            limits.timeoutMillis()));
  }

  private void isShared(Entry entry) {
    ReferenceStore.over(sharedData, "direct", clock, remote()).merge(Write.of(entry));
  }

  /** Follows the shared store to its end once, and ends. */
  private void follow() {
    new Node().pass().close();
  }

  private static void assertUnknown(Node node, Key key) {
    assertThatThrownBy(() -> node.chain.read(key))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("it is not known what the key holds")
        .hasMessageContaining("shared");
  }

  // --- known ---

  @Test
  void whatTheSharedStoreDidNotHoldIsAbsentWhileItIsAway() {
    isShared(value("b", 1, "x"));
    try (Node node = new Node().pass().away()) {
      assertThat(node.chain.read(A)).isNull();
      assertThat(node.chain.lookup(A, ReadBound.anyLayer()))
          .isEqualTo(Answer.current(null, "disk"));
      assertThat(node.chain.readAll(List.of(A, B, key("c"))).entries()).containsOnlyKeys(B);
    }
  }

  @Test
  void soItIsIfTheSharedStoreWasEmpty() {
    follow();
    try (Node again = new Node().away()) {
      assertThat(again.chain.read(A)).isNull();
    }
  }

  @Test
  void aRestartKnowsItFromTheJournalBeforeAnythingElseHappens() {
    isShared(value("b", 1, "x"));
    follow();
    try (Node again = new Node().away()) {
      assertThat(again.chain.read(A)).isNull();
      assertThat(again.chain.readAll(List.of(A, key("c"))).entries()).isEmpty();
      again.background.advance(Duration.ofMinutes(1));
      assertThat(again.chain.read(A)).isNull();
    }
  }

  @Test
  void writesThatReadBeforeGoOn() {
    follow();
    try (Node node = new Node().away()) {
      TypedStore<String> texts = TypedStore.of(node.chain, Codecs.utf8(), node.chain.clock());
      assertThat(texts.find(A)).isEmpty(); // as 'rm' asks first
      assertThat(texts.putIfAbsent(A, "1")).isPresent();
      assertThat(texts.update(B, before -> before == null ? "first" : "other")).isEqualTo("first");
      assertThat(node.chain.merge(new Write(value("a", 1, "2"), Precondition.absent())))
          .isInstanceOf(MergeOutcome.Refused.class);
      assertThat(texts.get(A)).isEqualTo("1");
    }
  }

  @Test
  void whatHasExpiredIsAbsentEvenForOneWhoSawIt() {
    long end = clock.millis() + 1_000;
    Entry passing = Entry.of(A, Stamp.of(5, 0, 7), EncodedValue.of(new byte[1], "bytes", end));
    isShared(passing);
    try (Node node = new Node().pass()) {
      assertThat(node.chain.read(A)).isEqualTo(passing);
      node.away();
      clock.advance(Duration.ofSeconds(2));
      assertThat(node.chain.read(A)).isNull();
    }
  }

  @Test
  void aSharedStoreThatCanBeAskedIsAsked() {
    try (Node node = new Node().pass()) {
      node.shared.faults().failBefore(Operation.POLL, 1_000);
      isShared(value("a", 1, "x"));
      assertThat(node.chain.read(A)).isNotNull();
    }
  }

  // --- not known ---

  @Test
  void aSharedStoreThatWasNeverFollowedMightHoldIt() {
    try (Node node = new Node()) {
      node.away().pass();
      assertUnknown(node, A);
      assertThatThrownBy(() -> node.chain.readAll(List.of(A, B)))
          .isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void itMightUntilItWasListedToItsEndInOneLifeOrMore() {
    for (int i = 0; i < TWO_PAGES; i++) {
      isShared(value("k" + i, 1, "x"));
    }
    Node first = new Node();
    first.shared.faults().runAfter(Operation.PAGE, () -> first.shared.faults().down());
    first.background.settle();
    assertUnknown(first, A);
    first.pass().close();

    Node second = new Node();
    assertUnknown(second.away(), A);
    second.shared.faults().up();
    second.background.advance(Duration.ofSeconds(10));
    assertThat(second.recorded.count(Operation.PAGE)).as("the rest").isOne();
    assertThat(second.away().chain.read(A)).isNull();
    second.close();
  }

  @Test
  void whatTheAuthorityDidNotTakeIsThereAndNothingElse() {
    isShared(sized("big", 1, DISK_VALUE_BYTES + 1));
    isShared(value("b", clock.millis() + HybridClock.MAX_DRIFT_MILLIS + 99, "future"));
    sharedData.corrupt(key("broken"));
    try (Node node = new Node().pass().away()) {
      assertOnlyTheseAreUnknown(node);
    }
    try (Node again = new Node().away()) {
      assertOnlyTheseAreUnknown(again);
    }
  }

  private static void assertOnlyTheseAreUnknown(Node node) {
    assertUnknown(node, key("big"));
    assertUnknown(node, B);
    assertUnknown(node, key("broken"));
    assertThat(node.chain.read(A)).isNull();
  }

  @Test
  void norDoesItTakeThatLater() {
    try (Node node = new Node().pass()) {
      isShared(sized("big", 1, DISK_VALUE_BYTES + 1));
      node.pass().away();
      assertUnknown(node, key("big"));
      assertThat(node.chain.read(A)).isNull();
    }
  }

  @Test
  void keysThatAreNotTheAuthoritysBusinessMightBeThere() {
    diskLayer = layer -> layer.filter(KeyFilter.ofPrefix("b"));
    try (Node node = new Node().pass().away()) {
      assertUnknown(node, A);
      assertThat(node.chain.read(B)).isNull();
    }
  }

  @Test
  void anAuthorityThatGotMoreKeysHasToFollowAnew() {
    diskLayer = layer -> layer.filter(KeyFilter.ofPrefix("b"));
    follow();
    diskLayer = layer -> layer;
    try (Node again = new Node().away()) {
      assertUnknown(again, A);
    }
  }

  @Test
  void soDoesASharedStoreOfWhichMoreKeysAreFollowed() {
    isShared(value("a", 1, "x"));
    sharedLayer = layer -> layer.filter(KeyFilter.ofPrefix("b"));
    follow();
    try (Node same = new Node().away()) {
      assertThat(same.chain.read(A)).as("none of its business").isNull();
      assertThat(same.chain.read(B)).isNull();
    }
    sharedLayer = layer -> layer;
    try (Node again = new Node().away()) {
      assertUnknown(again, A);
    }
  }

  @Test
  void soDoesAnAuthorityThatLostItsData() {
    follow();
    diskData = new ReferenceData();
    try (Node again = new Node().away()) {
      assertUnknown(again, A);
      again.shared.faults().up();
      again.background.advance(Duration.ofSeconds(10));
      assertThat(again.away().chain.read(A)).isNull();
    }
  }

  @Test
  void andOneWhoseSharedStoreIsAnother() {
    isShared(value("b", 1, "x"));
    follow();
    sharedData = new ReferenceData();
    isShared(value("a", 1, "other"));
    isShared(sized("big", 1, DISK_VALUE_BYTES + 1));
    try (Node again = new Node().pass()) {
      assertThat(diskData.peek(A)).isNotNull();
      again.away();
      assertUnknown(again, key("big"));
      assertThat(again.chain.read(key("c"))).isNull();
    }
  }

  @Test
  void whatWasReadBelowAndNotBroughtUpIsNotAbsentThen() {
    try (Node node = new Node().pass()) {
      node.shared.faults().failBefore(Operation.POLL, 1_000);
      Entry seen = sized("a", 1, DISK_VALUE_BYTES + 1); // the disk does not take it
      isShared(seen);
      assertThat(node.chain.read(A)).isEqualTo(seen);
      node.pass().away();
      assertThat(node.chain.read(A)).as("the copy").isEqualTo(seen);
      ChainRig.evict(node.memory);
      assertUnknown(node, A);
      assertThat(node.chain.read(B)).isNull();
    }
  }

  @Test
  void whatWasSeenAndIsGoneFromTheAuthorityMightBeBelow() {
    Entry seen = value("a", 1, "x");
    isShared(seen);
    try (Node node = new Node().pass()) {
      assertThat(node.chain.read(A)).isEqualTo(seen);
      ReferenceStore.over(diskData, "somebody", clock, remote()).purge(List.of(Purge.of(seen)));
      node.away();
      ChainRig.evict(node.memory);
      assertUnknown(node, A);
    }
  }

  @Test
  void anAuthorityThatCantSayWhichLifeItIsInSaysNothing() {
    try (Node node = new Node().pass().away()) {
      node.disk.faults().failBefore(Operation.HEAD, 1);
      assertUnknown(node, A);
      assertThat(node.chain.read(A)).isNull();
    }
  }

  @Test
  void whatIsBroughtUpWhileTheAuthorityIsAskedDoesNotCount() {
    try (Node node = new Node()) {
      Entry entry = value("a", 1, "x");
      isShared(entry);
      node.disk
          .faults()
          .runAfter(
              Operation.READ,
              () -> {
                node.disk.faults().heal();
                node.pass();
                node.away();
              });
      assertUnknown(node, A);
      assertThat(node.chain.read(A)).isEqualTo(entry);
    }
  }

  // --- two stores below ---

  @Test
  void allStoresBelowAreSpokenFor() {
    hasMiddle = true;
    try (Node node = new Node().pass().away()) {
      node.middle.faults().down();
      assertThat(node.chain.read(A)).isNull();
      assertThat(node.chain.readAll(List.of(A, B)).entries()).isEmpty();
    }
  }

  @Test
  void whatIsFoundBelowOneThatIsAwayIsNeitherAnAnswerNorAnAbsence() {
    hasMiddle = true;
    try (Node node = new Node().pass()) {
      node.shared.faults().failBefore(Operation.POLL, 1_000);
      node.middle.faults().down();
      isShared(value("a", 1, "x"));
      assertThatThrownBy(() -> node.chain.read(A))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("middle");
      assertThat(node.chain.read(B)).isNull();
    }
  }
}
