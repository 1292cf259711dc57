package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.headwater.chain.outbox.Delivery;
import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Precondition;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.testkit.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What writes wait for, and what follows from what the authority said, or did not say. */
class OutboxAcknowledgementTest {

  private static final Duration LOST_REQUESTS_ARRIVE = Duration.ofSeconds(11);

  private final OutboxRig rig = OutboxRig.unstarted().throughAuthority().start();

  @AfterEach
  void close() {
    rig.close();
  }

  private Store waitingFor(Acknowledgement level) {
    return rig.chain.acknowledging(level);
  }

  // --- the authority ---

  @Test
  void aNoteIsOnDiskBeforeTheAuthorityIsAsked() {
    int[] notes = new int[1];
    rig.authorityFaults.faults().runBefore(Operation.MERGE, () -> notes[0] = rig.journalItems());

    assertThat(rig.put(value("a", 10, "one")))
        .isEqualTo(new MergeOutcome.Written(List.of("replica")));

    assertThat(notes[0]).isEqualTo(1);
    assertThat(rig.authorityData.peek(key("a"))).isNotNull();
    rig.heal();
    assertThat(rig.replicaData.peek(key("a"))).isEqualTo(value("a", 10, "one"));
    assertThat(rig.journalItems()).isZero();
  }

  @Test
  void nothingIsOwedOfARefusedWrite() {
    rig.put(value("a", 10, "one"));
    rig.heal();

    assertThat(rig.put(value("a", 20, "two"), Precondition.absent()))
        .isEqualTo(new MergeOutcome.Refused(stamp(10)));

    rig.heal();
    assertThat(rig.replicaData.peek(key("a"))).isEqualTo(value("a", 10, "one"));
    assertThat(rig.journalItems()).isZero();
    assertThat(rig.events.of("withdrawn")).isEmpty(); // nobody was told that it is accepted
  }

  @Test
  void aWriteOfUnknownOutcomeThatWasTakenReachesTheReplica() {
    rig.authorityFaults.faults().failAfter(Operation.MERGE, 3);
    assertThatThrownBy(() -> rig.put(value("a", 10, "one")))
        .isInstanceOf(OutcomeUnknownException.class);
    assertThat(rig.chain.outbox().flush(Duration.ZERO)).isFalse();

    rig.pass(LOST_REQUESTS_ARRIVE);

    assertThat(rig.replicaData.peek(key("a"))).isEqualTo(value("a", 10, "one"));
    assertThat(rig.chain.outbox().flush(Duration.ZERO)).isTrue();
  }

  @Test
  void aWriteOfUnknownOutcomeThatWasNotTakenDoesNotReachTheReplica() {
    rig.authorityFaults
        .faults()
        .runBefore(
            Operation.MERGE,
            () -> {
              throw new OutcomeUnknownException(
                  new Subject("authority", "merge", key("a")), "lost on its way", null);
            });
    assertThatThrownBy(() -> rig.put(value("a", 10, "one")))
        .isInstanceOf(OutcomeUnknownException.class);

    rig.pass(LOST_REQUESTS_ARRIVE);

    assertThat(rig.replicaData.peek(key("a"))).isNull();
    assertThat(rig.chain.outbox().flush(Duration.ZERO)).isTrue();
    rig.pass(Duration.ofSeconds(1));
    assertThat(rig.journalItems()).isZero();
  }

  @Test
  void ofAWriteOfUnknownOutcomeTheReplicaGetsWhatTheAuthorityHoldsByThen() {
    rig.authorityFaults.faults().failAfter(Operation.MERGE, 3);
    assertThatThrownBy(() -> rig.put(value("a", 10, "one")))
        .isInstanceOf(OutcomeUnknownException.class);
    rig.authorityFaults.faults().heal();
    Entry newer = value("a", 20, "newer");
    rig.authorityFaults.merge(Write.of(newer));

    rig.pass(LOST_REQUESTS_ARRIVE);

    assertThat(rig.replicaData.peek(key("a"))).isEqualTo(newer);
  }

  @Test
  void aRestartedProcessWaitsForRequestsThatItsPredecessorSent() {
    Entry late = value("a", 10, "late");
    rig.authorityFaults.faults().runBefore(Operation.MERGE, rig.fuse::burn);
    rig.authorityFaults.faults().runAfter(Operation.MERGE, rig.fuse::before);
    assertThat(catchThrowable(() -> rig.put(late))).isInstanceOf(Fuse.Burnt.class);
    rig.authorityData.peek(key("a"));
    rig.kill();
    rig.throughAuthority().start();
    rig.background.settle();

    rig.authorityFaults.merge(Write.of(late)); // it had been on its way
    rig.pass(LOST_REQUESTS_ARRIVE);

    assertThat(rig.replicaData.peek(key("a"))).isEqualTo(late);
  }

  // --- all ---

  @Test
  void whoWaitsForAllLayersFindsItInAll() {
    MergeOutcome outcome = waitingFor(Acknowledgement.ALL).merge(Write.of(value("a", 10, "one")));

    assertThat(outcome).isEqualTo(MergeOutcome.written());
    assertThat(rig.replicaData.peek(key("a"))).isNotNull();
  }

  @Test
  void whoWaitsForAllLayersIsToldWhichIsBehind() {
    rig.replicaFaults.faults().down();

    MergeOutcome outcome = waitingFor(Acknowledgement.ALL).merge(Write.of(value("a", 10, "one")));

    assertThat(outcome).isEqualTo(new MergeOutcome.Written(List.of("replica")));
    assertThat(rig.authorityData.peek(key("a"))).isNotNull();
  }

  // --- levels of one chain ---

  @Test
  void aWriteThroughTheAuthorityComesAfterThoseThatWait() {
    waitingFor(Acknowledgement.LOCAL).merge(Write.of(value("a", 10, "one")));
    assertThat(rig.authorityData.peek(key("a"))).isNull();

    MergeOutcome outcome = rig.put(value("a", 11, "two"), Precondition.stampIs(stamp(10)));

    assertThat(outcome.isHeld()).isTrue();
    assertThat(rig.authorityData.peek(key("a"))).isEqualTo(value("a", 11, "two"));
  }

  @Test
  void anAtomicBatchIsDecidedByTheAuthorityWhateverIsAskedFor() {
    Store local = waitingFor(Acknowledgement.LOCAL);
    local.merge(Write.of(value("a", 10, "one")));
    Batch batch =
        new Batch(
            List.of(
                new Write(value("a", 20, "two"), Precondition.stampIs(stamp(10))),
                new Write(value("b", 21, "two"), Precondition.absent())),
            Batch.Atomicity.ALL);

    assertThat(local.mergeAll(batch)).allMatch(outcome -> outcome.isHeld());
    assertThat(rig.authorityData.peek(key("a"))).isEqualTo(value("a", 20, "two"));
    assertThat(rig.authorityData.peek(key("b"))).isEqualTo(value("b", 21, "two"));

    Batch refused =
        new Batch(
            List.of(
                Write.of(value("a", 30, "three")),
                new Write(value("b", 31, "three"), Precondition.absent())),
            Batch.Atomicity.ALL);
    assertThat(local.mergeAll(refused)).noneMatch(outcome -> outcome.isHeld());
    rig.heal();
    assertThat(rig.replicaData.peek(key("a"))).isEqualTo(value("a", 20, "two"));
  }

  @Test
  void anAtomicBatchIsNotAcceptedWhileTheAuthorityIsAway() {
    rig.authorityIsAway();
    Batch batch = new Batch(List.of(Write.of(value("a", 10, "one"))), Batch.Atomicity.ALL);

    assertThatThrownBy(() -> waitingFor(Acknowledgement.LOCAL).mergeAll(batch))
        .isInstanceOf(StoreUnavailableException.class);

    rig.heal();
    assertThat(rig.authorityData.peek(key("a"))).isNull();
    assertThat(rig.replicaData.peek(key("a"))).isNull();
  }

  // --- one write's delivery ---

  @Test
  void oneWriteCanBeWaitedForLayerByLayer() {
    rig.replicaFaults.faults().down();
    Entry entry = value("a", 10, "one");
    waitingFor(Acknowledgement.LOCAL).merge(Write.of(entry));
    Delivery delivery = rig.delivery(entry);
    assertThat(delivery.state("authority")).isEqualTo(Delivery.State.PENDING);

    assertThat(delivery.await("authority", Duration.ofSeconds(5)))
        .isEqualTo(Delivery.State.DELIVERED);
    assertThat(delivery.await("replica", Duration.ofSeconds(5))).isEqualTo(Delivery.State.PENDING);
    rig.replicaFaults.faults().up();
    assertThat(delivery.awaitAll(Duration.ofMinutes(1)))
        .isEqualTo(
            Map.of("authority", Delivery.State.DELIVERED, "replica", Delivery.State.DELIVERED));
    assertThatThrownBy(() -> delivery.state("memory"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[authority, replica]");
  }

  @Test
  void aWriteThatANewerOneReplacedIsSuperseded() {
    Store local = waitingFor(Acknowledgement.LOCAL);
    local.merge(Write.of(value("a", 10, "one")));
    local.merge(Write.of(value("a", 11, "two")));

    assertThat(rig.delivery(value("a", 10, "one")).awaitAll(Duration.ofSeconds(5)).values())
        .containsOnly(Delivery.State.SUPERSEDED);
    assertThat(rig.delivery(value("a", 11, "two")).awaitAll(Duration.ofSeconds(5)).values())
        .containsOnly(Delivery.State.DELIVERED);
  }
}
