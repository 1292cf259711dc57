package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Precondition;
import dev.headwater.store.Store;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.testkit.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How an outbox gives layers what it owes to them. */
class OutboxDeliveryTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private OutboxRig rig = OutboxRig.started();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aWriteIsAcknowledgedBeforeAnyLayerIsAsked() {
    Entry entry = value("a", 10, "one");

    MergeOutcome outcome = rig.put(entry);

    assertThat(outcome).isEqualTo(new MergeOutcome.Written(List.of("authority", "replica")));
    assertThat(rig.authority.requests()).isZero();
    assertThat(rig.journal.written()).hasSize(1);
    rig.background.settle();
    assertThat(rig.authorityData.peek(key("a"))).isEqualTo(entry);
    assertThat(rig.replicaData.peek(key("a"))).isEqualTo(entry);
    assertThat(rig.events.of("delivered"))
        .containsExactly("delivered authority a", "delivered replica a");
  }

  @Test
  void whatWaitsTogetherIsGivenInOneCall() {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      entries.add(value("k" + i, 10 + i, "v"));
    }
    rig.chain.mergeAll(Batch.of(entries));

    rig.background.settle();

    assertThat(rig.authority.operations()).containsExactly("mergeAll(80)");
    assertThat(rig.replica.operations()).containsExactly("mergeAll(80)");
  }

  @Test
  void aCallHasAsManyItemsAsFitIntoOneTransactionOfTheLayer() {
    rig.close();
    Capabilities.Limits limits = ChainRig.remote().limits();
    rig =
        OutboxRig.unstarted()
            .authorityCan(
                new Capabilities(
                    ChainRig.remote().set(),
                    new Capabilities.Limits(
                        limits.maxValueBytes(), 127, limits.maxAtomicBytes(), 500)))
            .start();
    for (int i = 0; i < 300; i++) {
      rig.put(value("k" + i, 10 + i, "v"));
    }

    rig.background.settle();

    assertThat(rig.authority.operations())
        .containsExactly("mergeAll(127)", "mergeAll(127)", "mergeAll(46)");
  }

  @Test
  void theWritesOfAKeyAreGivenInOrderAndOneAtATime() {
    List<String> taken = new ArrayList<>();
    rig.authorityFaults
        .faults()
        .runAfter(
            Operation.MERGE_ALL,
            () -> {
              Entry held = rig.authorityData.peek(key("a"));
              taken.add(held == null ? "nothing" : held.stamp().toString());
            });
    rig.put(value("a", 10, "one"), Precondition.absent());
    rig.background.executor().runOne(); // it is in flight, or was; no other may take its place
    rig.put(value("a", 11, "two"), Precondition.stampIs(stamp(10)));
    rig.background.settle();

    assertThat(taken).containsExactly(stamp(10).toString(), stamp(11).toString());
    assertThat(rig.events.of("withdrawn")).isEmpty();
  }

  @Test
  void noWriteOfAKeyIsGivenWhileAnotherIsInFlight() {
    rig.authorityFaults
        .faults()
        .runBefore(
            Operation.MERGE_ALL,
            () -> {
              rig.authorityFaults.faults().runBefore(Operation.MERGE_ALL, () -> {});
              rig.put(value("a", 11, "two"));
              rig.put(value("b", 12, "b"));
              assertThat(rig.status("authority").inFlight()).isEqualTo(1);
              rig.background.settle(); // whoever else could give it would do so now
              assertThat(rig.authorityData.peek(key("a"))).isNull();
              assertThat(rig.authorityData.peek(key("b"))).isNull();
            });
    rig.put(value("a", 10, "one"));

    rig.background.settle();

    assertThat(rig.authority.operations()).containsExactly("mergeAll(1)", "mergeAll(2)");
    assertThat(rig.authorityData.peek(key("a"))).isEqualTo(value("a", 11, "two"));
  }

  @Test
  void aThousandPutsOfOneKeyAreOneMerge() {
    rig.authorityIsAway();
    for (int i = 0; i < 1000; i++) {
      rig.put(value("a", 10 + i, "v" + i));
    }
    assertThat(rig.status("authority").entries()).isEqualTo(1);
    rig.authorityIsBack();
    rig.authority.clear();

    rig.pass(MINUTE);

    assertThat(rig.authority.keys(Operation.MERGE_ALL)).isEqualTo(1);
    assertThat(rig.replica.keys(Operation.MERGE_ALL)).isEqualTo(1);
    assertThat(rig.replicaData.peek(key("a"))).isEqualTo(value("a", 1009, "v999"));
    rig.kill();
    assertThat(rig.saved("outbox")).isEmpty();
    rig.start();
  }

  @Test
  void aThousandConditionalPutsThatBuildOnEachOtherAreOneMerge() {
    rig.put(value("a", 10, "v0"), Precondition.absent());
    for (int i = 1; i < 1000; i++) {
      MergeOutcome outcome =
          rig.put(value("a", 10 + i, "v" + i), Precondition.stampIs(stamp(9 + i)));
      assertThat(outcome.isHeld()).isTrue();
    }
    assertThat(rig.status("authority").entries()).isEqualTo(1);

    rig.background.settle();

    assertThat(rig.authority.keys(Operation.MERGE_ALL)).isEqualTo(1);
    assertThat(rig.authorityData.peek(key("a"))).isEqualTo(value("a", 1009, "v999"));
  }

  @Test
  void whatTheAuthorityHasIsOwedToTheReplicaOnceHoweverOften() {
    rig.replicaFaults.faults().down();
    for (int i = 0; i < 100; i++) {
      rig.put(value("a", 10 + i, "v" + i));
      rig.background.settle();
    }
    assertThat(rig.authorityData.peek(key("a"))).isEqualTo(value("a", 109, "v99"));
    assertThat(rig.status("replica").entries()).isEqualTo(1);
    rig.replicaFaults.faults().up();
    rig.replica.clear();

    rig.pass(MINUTE);

    assertThat(rig.replica.keys(Operation.MERGE_ALL)).isEqualTo(1);
    assertThat(rig.replicaData.peek(key("a"))).isEqualTo(value("a", 109, "v99"));
  }

  @Test
  void aDeleteIsDeliveredLikeAPut() {
    rig.put(value("a", 10, "one"));
    rig.background.settle();

    rig.put(tombstone("a", 11));
    rig.background.settle();

    assertThat(rig.replicaData.peek(key("a"))).isEqualTo(tombstone("a", 11));
  }

  @Test
  void anUnknownOutcomeIsNeitherDoneNorFailed() {
    rig.authorityFaults.faults().failAfter(Operation.MERGE_ALL, 1);
    rig.put(value("a", 10, "one"), Precondition.absent());

    rig.background.settle();

    assertThat(rig.authorityData.peek(key("a"))).isNotNull(); // but nobody knows
    assertThat(rig.events.of("delivered")).isEmpty();
    assertThat(rig.status("authority").entries()).isEqualTo(1);
    assertThat(rig.status("authority").failures()).isEqualTo(1);
    assertThat(rig.status("authority").lastError().orElseThrow())
        .isInstanceOf(OutcomeUnknownException.class);
    rig.pass(MINUTE);
    assertThat(rig.events.of("delivered"))
        .containsExactly("delivered authority a", "delivered replica a");
    assertThat(rig.events.of("withdrawn")).isEmpty();
    assertThat(rig.status("authority").failures()).isZero();
  }

  @Test
  void aConditionalWriteOfUnknownOutcomeIsNotReplacedByAnother() {
    rig.authorityFaults.faults().failAfter(Operation.MERGE_ALL, 1);
    rig.put(value("a", 10, "one"), Precondition.absent());
    rig.background.settle();

    rig.put(value("a", 11, "two"), Precondition.stampIs(stamp(10)));
    assertThat(rig.status("authority").entries()).isEqualTo(2);
    rig.pass(MINUTE);

    assertThat(rig.authorityData.peek(key("a"))).isEqualTo(value("a", 11, "two"));
    assertThat(rig.events.of("withdrawn")).isEmpty();
  }

  @Test
  void aLayerThatFailsIsAskedLessAndLessOften() {
    rig.close();
    rig = OutboxRig.started();
    List<Instant> tries = new ArrayList<>();
    rig.replicaFaults.faults().runBefore(Operation.MERGE_ALL, () -> tries.add(rig.clock.instant()));
    rig.replicaFaults.faults().down();
    rig.put(value("a", 10, "one"));

    rig.pass(Duration.ofMinutes(10));

    // The first after 50 to 100 ms, later ones after 5 to 10 s, and the breaker lets fewer through.
    assertThat(tries).hasSizeBetween(20, 130);
    assertThat(Duration.between(tries.get(0), tries.get(1)))
        .isBetween(Duration.ofMillis(50), Duration.ofMillis(105));
    List<Duration> pauses = new ArrayList<>();
    for (int i = 12; i < tries.size(); i++) {
      pauses.add(Duration.between(tries.get(i - 1), tries.get(i)));
    }
    assertThat(pauses).allMatch(pause -> pause.compareTo(Duration.ofSeconds(5)) >= 0);
    assertThat(pauses).doesNotHaveDuplicates(); // jitter
  }

  @Test
  void whoWaitsForADeadAuthorityDoesNotHammerIt() {
    rig.authorityIsAway();
    rig.put(value("a", 10, "one"));
    rig.background.settle();
    rig.authority.clear();

    Store authorityLevel = rig.chain.acknowledging(Acknowledgement.AUTHORITY);
    assertThat(catchThrowable(() -> authorityLevel.merge(Write.of(value("a", 11, "two")))))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("authority");

    assertThat(rig.authority.count(Operation.MERGE_ALL)).isLessThan(10);
  }

  @Test
  void ageDepthAndErrorsAreToldPerLayer() {
    rig.replicaFaults.faults().down();
    rig.put(value("a", 10, "one"));
    rig.pass(Duration.ofSeconds(2));
    rig.put(sized("bb", 11, 100));
    rig.pass(Duration.ofSeconds(3));

    assertThat(rig.status("authority").entries()).isZero();
    assertThat(rig.status("authority").oldest()).isZero();
    assertThat(rig.status("replica").entries()).isEqualTo(2);
    assertThat(rig.status("replica").bytes()).isEqualTo(1 + 3 + 2 + 100);
    assertThat(rig.status("replica").oldest()).isEqualTo(Duration.ofSeconds(5));
    assertThat(rig.status("replica").failures()).isPositive();
    assertThat(rig.status("replica").lastError()).isPresent();
  }

  @Test
  void aListenerThatThrowsStopsNoLayer() {
    rig.close();
    List<String> told = new ArrayList<>();
    ChainListener throwing =
        new ChainListener() {
          @Override
          public void delivered(String layer, Key key) {
            told.add(layer);
            if (told.size() == 1) {
              throw new IllegalStateException("a defect of the listener");
            }
          }
        };
    rig = OutboxRig.unstarted().with(builder -> builder.listener(throwing)).start();
    rig.put(value("a", 10, "one"));

    assertThat(catchThrowable(() -> rig.background.settle()))
        .hasMessage("a defect of the listener");
    rig.put(value("b", 11, "two"));
    rig.heal();

    assertThat(rig.replicaData.peek(key("a"))).isNotNull();
    assertThat(rig.replicaData.peek(key("b"))).isNotNull();
    assertThat(rig.status("authority").inFlight()).isZero();
  }

  @Test
  void progressIsWrittenALittleLaterOrWithTheNextWrite() {
    rig.put(value("a", 10, "one"));
    rig.background.settle();
    assertThat(rig.journal.written()).hasSize(1);

    rig.pass(Duration.ofMillis(20));

    assertThat(rig.journal.written()).hasSize(2);
  }
}
