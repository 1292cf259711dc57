package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.chain.outbox.DeadLetter;
import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.Write;
import dev.headwater.store.journal.Journal;
import dev.headwater.testkit.FaultyStore;
import dev.headwater.testkit.ManualBackground;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.Operation;
import dev.headwater.testkit.ReferenceData;
import dev.headwater.testkit.ReferenceJournal;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a chain says of itself, and what is true. */
class HealthTest {

  private static final Key A = key("a");
  private static final Entry OLD = value("a", 10, "old");
  private static final Entry YOUNG = value("a", 20, "young");
  private static final Duration TICK = Duration.ofMillis(100);
  private static final int MEMORY = 0;
  private static final int CACHE = 1;
  private static final int AUTHORITY = 2;
  private static final int REPLICA = 3;

  private final ManualClock clock = new ManualClock();
  private final FaultyStore replica =
      new FaultyStore(
          ReferenceStore.over(new ReferenceData(), "replica", clock, ChainRig.remote()));
  private ChainRig rig = rig(builder -> builder);

  private ChainRig rig(UnaryOperator<ChainStoreBuilder> settings) {
    return new ChainRig(
        new ChainRig.Lower(clock, new ReferenceData(), new ReferenceData()), settings);
  }

  private void rebuild(UnaryOperator<ChainStoreBuilder> settings) {
    rig.close();
    rig = rig(settings);
  }

  private void rebuildWithReplica() {
    rebuild(builder -> builder.layer(Layer.store("replica", replica).behind()));
  }

  @AfterEach
  void close() {
    rig.authorityFaults.faults().heal(); // or closing waits for it
    replica.faults().heal();
    rig.close();
  }

  private ChainHealth.State state() {
    return rig.chain.health().state();
  }

  private LayerHealth layer(int index) {
    return rig.chain.health().layers().get(index);
  }

  private void advance(Duration time) {
    for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(TICK)) {
      rig.background.advance(TICK);
    }
  }

  private void readInVain(Key key) {
    assertThatThrownBy(() -> rig.chain.read(key)).isInstanceOf(StoreException.class);
  }

  // --- all is well ---

  @Test
  void aChainIsUpWhoseLayersAnswer() {
    rig.chain.merge(Write.of(OLD));

    ChainHealth health = rig.chain.health();

    assertThat(health.state()).isEqualTo(ChainHealth.State.UP);
    assertThat(health.staleFor()).isEmpty();
    assertThat(health.outboxFill()).isZero();
    assertThat(health.layers())
        .extracting(LayerHealth::name)
        .containsExactly("memory", "cache", "authority");
    assertThat(health.layers())
        .extracting(LayerHealth::feed)
        .containsExactly(
            LayerHealth.FeedState.NONE,
            LayerHealth.FeedState.FOLLOWED,
            LayerHealth.FeedState.FOLLOWED);
    assertThat(layer(AUTHORITY).feedSince()).contains(ManualClock.START);
    assertThat(layer(MEMORY).owed()).isEmpty();
    assertThat(layer(AUTHORITY).owed()).isPresent();
    assertThat(layer(CACHE).role()).isEqualTo(Layer.Role.CACHE);
  }

  @Test
  void feedsThatWereNotAskedYetAreNothingToWorryAbout() {
    ManualBackground background = new ManualBackground(clock);
    try (ChainStore chain =
        ChainStore.builder()
            .cache("memory", ChainRig.memory(clock))
            .store("authority", replica)
            .background(background.background())
            .time(clock)
            .build()) {
      assertThat(chain.health().state()).isEqualTo(ChainHealth.State.UP);
      assertThat(chain.health().layers().get(1).feed()).isEqualTo(LayerHealth.FeedState.OPENING);
    }
  }

  // --- layers that go and come ---

  @Test
  void anAuthorityThatDiesIsNoticedThoughNobodyCallsIt() {
    rig.authorityFaults.faults().down();
    advance(TICK);

    assertThat(state()).isEqualTo(ChainHealth.State.DOWN);
    assertThat(layer(AUTHORITY).state()).isEqualTo(LayerHealth.State.AWAY);
    assertThat(layer(AUTHORITY).feed()).isEqualTo(LayerHealth.FeedState.LOST);
    assertThat(layer(AUTHORITY).lastError()).get().asString().contains("authority");

    advance(Duration.ofSeconds(8));
    assertThat(rig.chain.health().staleFor()).get().isEqualTo(Duration.ofMillis(8_100));

    rig.authorityFaults.faults().up();
    advance(Duration.ofSeconds(6));
    assertThat(state()).isEqualTo(ChainHealth.State.UP);
    assertThat(rig.chain.health().staleFor()).isEmpty();
    assertThat(layer(AUTHORITY).lastError()).isEmpty();
  }

  @Test
  void aCacheThatDiesLeavesTheChainDegraded() {
    rig.cacheFaults.faults().down();
    advance(TICK);

    assertThat(state()).isEqualTo(ChainHealth.State.DEGRADED);
    assertThat(layer(CACHE).state()).isEqualTo(LayerHealth.State.AWAY);
    assertThat(layer(AUTHORITY).state()).isEqualTo(LayerHealth.State.UP);
    assertThat(rig.chain.read(A)).isNull();
  }

  @Test
  void callsThatFailCountThoughTheFeedWorks() {
    rig.authorityFaults.faults().failBefore(Operation.READ, Integer.MAX_VALUE);
    for (int i = 0; i < 5; i++) {
      readInVain(key("k" + i));
    }
    advance(Duration.ofSeconds(30));

    assertThat(state()).isEqualTo(ChainHealth.State.DOWN);
    assertThat(layer(AUTHORITY).breaker()).isEqualTo(ChainListener.BreakerState.OPEN);
    assertThat(layer(AUTHORITY).feed()).isEqualTo(LayerHealth.FeedState.FOLLOWED);

    rig.authorityFaults.faults().heal();
    rig.chain.read(A);
    assertThat(state()).isEqualTo(ChainHealth.State.UP);
    assertThat(layer(AUTHORITY).breaker()).isEqualTo(ChainListener.BreakerState.CLOSED);
  }

  @Test
  void anOldFailureThatNobodyRepeatedIsForgottenWhenTheFeedWorks() {
    rig.authorityFaults.faults().failBefore(Operation.READ, 1);
    readInVain(A);
    assertThat(state()).isEqualTo(ChainHealth.State.DOWN);

    advance(Duration.ofSeconds(61));

    assertThat(state()).isEqualTo(ChainHealth.State.UP);
  }

  @Test
  void anAuthorityThatAnswersIsThereThoughItsFeedIsLost() {
    rig.authorityFaults.faults().failBefore(Operation.POLL, Integer.MAX_VALUE);
    advance(TICK);
    assertThat(state()).isEqualTo(ChainHealth.State.DOWN);

    advance(TICK);
    rig.chain.read(A);

    assertThat(state()).isEqualTo(ChainHealth.State.DEGRADED);
    assertThat(layer(AUTHORITY).state()).isEqualTo(LayerHealth.State.UP);
    assertThat(layer(AUTHORITY).feed()).isEqualTo(LayerHealth.FeedState.LOST);
  }

  @Test
  void aFlappingLayerIsWhatItIsAtTheMoment() {
    Random random = new Random(5);
    boolean down = false;
    for (int i = 0; i < 60; i++) {
      if (random.nextBoolean()) {
        down = !down;
      }
      if (down) {
        rig.authorityFaults.faults().down();
      } else {
        rig.authorityFaults.faults().up();
      }
      advance(Duration.ofSeconds(6)); // longer than the feed is ever left alone

      assertThat(layer(AUTHORITY).state())
          .as("round %d, down: %s", i, down)
          .isEqualTo(down ? LayerHealth.State.AWAY : LayerHealth.State.UP);
      assertThat(state()).isEqualTo(down ? ChainHealth.State.DOWN : ChainHealth.State.UP);
    }
  }

  @Test
  void aLayerThatIsLateIsSlow() {
    rig.authorityFaults.faults().runBefore(Operation.READ, () -> clock.advance(millis(300)));
    rig.chain.read(A);
    assertThat(layer(AUTHORITY).state()).isEqualTo(LayerHealth.State.SLOW);
    assertThat(state()).isEqualTo(ChainHealth.State.DEGRADED);

    rig.authorityFaults.faults().heal();
    rig.chain.read(key("b"));
    assertThat(layer(AUTHORITY).state()).isEqualTo(LayerHealth.State.UP);
    assertThat(state()).isEqualTo(ChainHealth.State.UP);
  }

  @Test
  void aLayerThatTakesItsTimeWithWritesThatNobodyWaitsForIsNotSlow() {
    rebuildWithReplica();
    replica.faults().runBefore(Operation.MERGE_ALL, () -> clock.advance(millis(3_000)));
    rig.chain.merge(Write.of(OLD));
    advance(TICK);

    assertThat(replica.read(A)).isEqualTo(OLD);
    assertThat(layer(REPLICA).state()).isEqualTo(LayerHealth.State.UP);
    assertThat(state()).isEqualTo(ChainHealth.State.UP);
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  // --- what is owed ---

  @Test
  void aLayerThatCannotBeGivenItsWritesIsBehind() {
    rebuildWithReplica();
    replica.faults().failBefore(Operation.MERGE_ALL, Integer.MAX_VALUE);
    replica.faults().failBefore(Operation.MERGE, Integer.MAX_VALUE);
    rig.chain.merge(Write.of(OLD));
    advance(TICK);

    assertThat(state()).isEqualTo(ChainHealth.State.DEGRADED);
    assertThat(layer(REPLICA).owed()).get().extracting("entries").isEqualTo(1);
    assertThat(layer(REPLICA).owed().orElseThrow().failures()).isPositive();

    replica.faults().heal();
    advance(Duration.ofMinutes(1));
    assertThat(state()).isEqualTo(ChainHealth.State.UP);
    assertThat(layer(REPLICA).owed()).get().extracting("entries").isEqualTo(0);
  }

  @Test
  void aDeadLetterWaitsForItsUser() {
    rebuildWithReplica();
    replica.faults().runBefore(Operation.MERGE_ALL, HealthTest::refuse);
    replica.faults().runBefore(Operation.MERGE, HealthTest::refuse);
    rig.chain.merge(Write.of(OLD));
    advance(Duration.ofSeconds(1));

    assertThat(state()).isEqualTo(ChainHealth.State.DEGRADED);
    List<DeadLetter> letters = rig.chain.outbox().deadLetters();
    assertThat(letters).hasSize(1);

    rig.chain.outbox().drop(letters.stream().map(DeadLetter::id).toList());
    assertThat(state()).isEqualTo(ChainHealth.State.UP);
  }

  private static void refuse() {
    throw new RejectedException(
        new Subject("replica", "merge", A), RejectedException.Reason.UNSUPPORTED, "never");
  }

  private void rebuildOffline(OutboxConfig outbox) {
    rebuild(
        builder ->
            builder.acknowledge(Acknowledgement.LOCAL).outbox(outbox.flushOnClose(Duration.ZERO)));
    rig.authorityFaults.faults().down();
    advance(TICK);
  }

  @Test
  void aChainThatAcceptsWritesOfItsOwnIsNotDown() {
    rebuildOffline(OutboxConfig.inMemory());

    assertThat(state()).isEqualTo(ChainHealth.State.DEGRADED);
    assertThat(rig.chain.merge(Write.of(OLD)).wrote()).isTrue();
  }

  @Test
  void anOutboxThatFillsIsToldAndAFullOneTakesNothing() {
    rebuildOffline(OutboxConfig.inMemory().maxEntries(2).waitWhenFull(Duration.ZERO));

    rig.chain.merge(Write.of(OLD));
    assertThat(rig.chain.health().outboxFill()).isEqualTo(0.5);
    assertThat(state()).isEqualTo(ChainHealth.State.DEGRADED);

    rig.chain.merge(Write.of(value("b", 10, "b")));
    assertThat(rig.chain.health().outboxFill()).isEqualTo(1);
    assertThat(state()).isEqualTo(ChainHealth.State.DOWN);
    Write third = Write.of(value("c", 10, "c"));
    assertThatThrownBy(() -> rig.chain.merge(third)).isInstanceOf(RejectedException.class);

    rig.authorityFaults.faults().up();
    advance(Duration.ofMinutes(1));
    assertThat(state()).isEqualTo(ChainHealth.State.UP);
    assertThat(rig.chain.health().outboxFill()).isZero();
  }

  @Test
  void anOutboxWithoutBytesLeftIsFull() {
    rebuildOffline(OutboxConfig.inMemory().maxBytes(200).waitWhenFull(Duration.ZERO));
    Write large = Write.of(value("b", 10, "x".repeat(180)));

    rig.chain.merge(Write.of(value("a", 10, "x".repeat(50))));
    assertThatThrownBy(() -> rig.chain.merge(large)).isInstanceOf(RejectedException.class);

    assertThat(rig.chain.health().outboxFill()).isEqualTo(1);
    assertThat(state()).isEqualTo(ChainHealth.State.DOWN);
  }

  // --- the journal ---

  /** A journal that one write leaves in an unknown state. */
  private static final class BrokenJournal implements Journal {
    private final Journal journal = new ReferenceJournal();
    private boolean broken;

    @Override
    public String name() {
      return journal.name();
    }

    @Override
    public List<Saved> read(String section) {
      return journal.read(section);
    }

    @Override
    public void write(List<Change> changes) {
      if (broken) {
        throw new OutcomeUnknownException(new Subject(name(), "write", null), "scripted");
      }
      journal.write(changes);
    }

    @Override
    public void close() {
      journal.close();
    }
  }

  @Test
  void aJournalThatTakesNothingIsTold() {
    BrokenJournal journal = new BrokenJournal();
    rebuild(
        builder ->
            builder
                .acknowledge(Acknowledgement.LOCAL)
                .outbox(OutboxConfig.journaled(journal).flushOnClose(Duration.ZERO)));
    journal.broken = true;
    assertThatThrownBy(() -> rig.chain.merge(Write.of(YOUNG))).isInstanceOf(StoreException.class);
    advance(TICK);

    assertThat(rig.chain.health().journalFailure()).isPresent();
    assertThat(state()).isEqualTo(ChainHealth.State.DEGRADED);

    rig.authorityFaults.faults().down();
    advance(Duration.ofSeconds(1));
    assertThat(state()).isEqualTo(ChainHealth.State.DOWN);
  }
}
