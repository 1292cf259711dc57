package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Precondition;
import dev.headwater.store.Purge;
import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.testkit.ManualBackground;
import dev.headwater.testkit.Operation;
import dev.headwater.testkit.RecordingStore;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChainWriteTest {

  private static final Key A = key("a");

  private final ChainRig rig = new ChainRig();
  private final ChainStore chain = rig.chain;

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aWriteGoesToTheAuthorityThenTheCacheThenMemory() {
    Entry entry = value("a", 10, "one");
    rig.authorityFaults
        .faults()
        .runBefore(
            Operation.MERGE,
            () -> {
              assertThat(rig.cache.read(A)).isNull();
              assertThat(rig.memory.read(A)).isNull();
            });
    rig.cacheFaults
        .faults()
        .runBefore(Operation.MERGE, () -> assertThat(rig.memory.read(A)).isNull());

    assertThat(chain.merge(Write.of(entry))).isEqualTo(MergeOutcome.written());

    assertThat(rig.authority.read(A)).isEqualTo(entry);
    assertThat(rig.cache.read(A)).isEqualTo(entry);
    assertThat(rig.memory.read(A)).isEqualTo(entry);
  }

  @Test
  void aWriteCostsOneRequestPerLayer() {
    chain.merge(Write.of(value("a", 10, "one")));

    assertThat(rig.authority.operations()).containsExactly("merge(1)");
    assertThat(rig.cache.operations()).containsExactly("merge(1)");
  }

  @Test
  void aRefusedWriteIsVisibleNowhere() {
    Entry held = value("a", 10, "held");
    chain.merge(Write.of(held));

    MergeOutcome outcome = chain.merge(new Write(value("a", 20, "given"), Precondition.absent()));

    assertThat(outcome).isEqualTo(new MergeOutcome.Refused(held.stamp()));
    assertThat(rig.authority.read(A)).isEqualTo(held);
    assertThat(rig.cache.read(A)).isEqualTo(held);
    assertThat(chain.read(A)).isEqualTo(held);
  }

  @Test
  void anUnavailableAuthorityFailsTheWriteAndNothingIsVisible() {
    rig.authorityFaults.faults().down();

    assertThatThrownBy(() -> chain.merge(Write.of(value("a", 10, "one"))))
        .isInstanceOf(StoreUnavailableException.class);

    rig.authorityFaults.faults().up();
    assertThat(chain.read(A)).isNull();
    assertThat(rig.cache.read(A)).isNull();
  }

  @Test
  void anUnknownOutcomeIsToldAndTheNextReadAsks() {
    chain.merge(Write.of(value("a", 10, "old")));
    Entry young = value("a", 20, "young");
    rig.authorityFaults.faults().failAfter(Operation.MERGE, 3);

    assertThatThrownBy(() -> chain.merge(Write.of(young)))
        .isInstanceOf(OutcomeUnknownException.class);

    assertThat(rig.memory.read(A)).isNull();
    assertThat(chain.merge(Write.of(young))).isEqualTo(MergeOutcome.unchanged());
    assertThat(chain.read(A)).isEqualTo(young);
    assertThat(rig.cache.read(A)).isEqualTo(young);
  }

  @Test
  void aRefusalDropsTheOlderCopiesInMemory() {
    Entry old = value("a", 10, "old");
    chain.merge(Write.of(old));
    Entry young = value("a", 30, "young");
    rig.authorityFaults.merge(Write.of(young)); // by another process; no feed event yet

    MergeOutcome outcome =
        chain.merge(new Write(value("a", 20, "mine"), Precondition.stampIs(old.stamp())));

    assertThat(outcome).isEqualTo(new MergeOutcome.Refused(young.stamp()));
    assertThat(chain.read(A)).isEqualTo(young);
  }

  @Test
  void aWriteThatEndsLateDoesNotHideANewerOneThatWasEvictedMeanwhile() {
    Entry young = value("a", 20, "young");
    rig.cacheFaults
        .faults()
        .runAfter(
            Operation.MERGE,
            () -> {
              rig.cacheFaults.faults().heal();
              chain.merge(Write.of(young)); // by another thread
              rig.evict();
            });

    chain.merge(Write.of(value("a", 10, "old")));

    assertThat(chain.read(A)).isEqualTo(young);
  }

  @Test
  void aSupersededWriteIsNotSeenAndTheWinnerIs() {
    Entry young = value("a", 30, "young");
    rig.authorityFaults.merge(Write.of(young));

    MergeOutcome outcome = chain.merge(Write.of(value("a", 20, "mine")));

    assertThat(outcome).isEqualTo(new MergeOutcome.Superseded(young.stamp()));
    assertThat(chain.read(A)).isEqualTo(young);
  }

  @Test
  void aCacheThatFailsDoesNotFailTheWriteAndIsRepaired() {
    Entry entry = value("a", 10, "one");
    rig.cacheFaults.faults().failBefore(Operation.MERGE, 1);
    rig.cacheFaults.faults().failBefore(Operation.MERGE_ALL, 2);

    assertThat(chain.merge(Write.of(entry))).isEqualTo(new MergeOutcome.Written(List.of("cache")));
    assertThat(rig.cache.read(A)).isNull();

    rig.background.advance(Duration.ofSeconds(60));

    assertThat(rig.cache.read(A)).isEqualTo(entry);
    assertThat(rig.events.of("behind")).containsExactly("behind cache a");
    assertThat(rig.events.of("delivered")).containsExactly("delivered cache a");
  }

  @Test
  void repairsAreBoundedAndWhatIsGivenUpIsTold() {
    try (ChainRig small =
        new ChainRig(
            new ChainRig.Lower(),
            builder -> builder.outbox(OutboxConfig.inMemory().maxEntries(1_000)))) {
      small.cacheFaults.faults().down();

      for (int i = 0; i < 1_050; i++) {
        small.chain.merge(Write.of(value("k" + i, 10, "v")));
      }

      assertThat(small.events.of("repairDropped")).hasSize(50);
      small.cacheFaults.faults().up();
      small.background.advance(Duration.ofMinutes(2));
      assertThat(small.events.of("delivered")).hasSize(1_000);
      assertThat(small.background.timer().pending()).isLessThan(6);
    }
  }

  @Test
  void aCollisionIsReported() {
    chain.merge(Write.of(value("a", 10, "one")));

    chain.merge(Write.of(value("a", 10, "two")));

    assertThat(rig.events.of("collided")).containsExactly("collided authority a");
  }

  @Test
  void aBatchGoesToEachLayerInOneCall() {
    Batch batch = Batch.of(List.of(value("a", 10, "a"), value("b", 10, "b")));

    assertThat(chain.mergeAll(batch))
        .containsExactly(MergeOutcome.written(), MergeOutcome.written());

    assertThat(rig.authority.operations()).containsExactly("mergeAll(2)");
    assertThat(rig.cache.operations()).containsExactly("mergeAll(2)");
    assertThat(rig.memory.read(key("b"))).isNotNull();
  }

  @Test
  void anAtomicBatchThatIsRefusedIsVisibleNowhere() {
    chain.merge(Write.of(value("a", 10, "held")));
    Batch batch =
        new Batch(
            List.of(
                new Write(value("a", 20, "a"), Precondition.absent()),
                Write.of(value("b", 20, "b"))),
            Batch.Atomicity.ALL);

    assertThat(chain.mergeAll(batch)).allMatch(o -> o instanceof MergeOutcome.Refused);

    assertThat(chain.read(key("b"))).isNull();
    assertThat(rig.cache.read(key("b"))).isNull();
  }

  @Test
  void aDeleteIsATombstoneInEveryLayer() {
    chain.merge(Write.of(value("a", 10, "one")));
    Entry tombstone = tombstone("a", 20);

    chain.merge(Write.of(tombstone));

    assertThat(chain.read(A)).isEqualTo(tombstone);
    assertThat(rig.cache.read(A)).isEqualTo(tombstone);
    assertThat(rig.authority.read(A)).isEqualTo(tombstone);
  }

  @Test
  void aPurgeMakesAllLayersForget() {
    Entry entry = value("a", 10, "one");
    chain.merge(Write.of(entry));

    assertThat(chain.purge(List.of(Purge.of(entry)))).isEqualTo(1);

    assertThat(chain.read(A)).isNull();
    Entry older = value("a", 5, "older");
    chain.merge(Write.of(older));
    assertThat(chain.read(A)).isEqualTo(older);
  }

  @Test
  void aLateFeedDoesNotBringBackWhatWasPurged() {
    Entry entry = value("a", 10, "one");
    chain.merge(Write.of(entry));
    chain.purge(List.of(Purge.of(entry)));
    Entry older = value("a", 5, "older");
    chain.merge(Write.of(older));

    rig.authorityFaults.faults().repeatPages(1);
    rig.background.advance(Duration.ofMillis(50)); // the feeds tell of both

    assertThat(chain.read(A)).isEqualTo(older);
    assertThat(rig.cache.read(A)).isEqualTo(older);
  }

  @Test
  void aValueThatACacheCantTakeReplacesItsOldCopyByNothing() {
    ManualBackground background = new ManualBackground();
    Capabilities small =
        new Capabilities(ChainRig.remote().set(), new Capabilities.Limits(100, 128, 1 << 20, 1000));
    RecordingStore cache =
        new RecordingStore(ReferenceStore.create("cache", background.clock(), small));
    ReferenceStore authority =
        ReferenceStore.create("authority", background.clock(), ChainRig.remote());
    try (ChainStore chain =
        ChainStore.builder()
            .cache("cache", cache)
            .store("authority", authority)
            .background(background.background())
            .time(background.clock())
            .build()) {
      chain.merge(Write.of(value("a", 10, "small")));
      Entry large = sized("a", 20, 101);

      assertThat(chain.merge(Write.of(large))).isEqualTo(MergeOutcome.written());

      assertThat(cache.read(A)).isNull();
      assertThat(chain.read(A)).isEqualTo(large);
      background.settle();
      assertThat(cache.read(A)).isNull();
    }
  }

  @Test
  void aValueThatTheAuthorityCantTakeIsRejectedBeforeAnythingIsWritten() {
    assertThatThrownBy(() -> chain.merge(Write.of(sized("a", 20, (1 << 20) + 1))))
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(RejectedException.Reason.LIMIT));
    assertThat(rig.authority.requests()).isZero();
  }
}
