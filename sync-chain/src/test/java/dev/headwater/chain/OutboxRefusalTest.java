package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headwater.chain.outbox.DeadLetter;
import dev.headwater.chain.outbox.Delivery;
import dev.headwater.filter.KeyFilter;
import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.Purge;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Write;
import dev.headwater.testkit.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of accepted writes that the authority, or another layer, does not take. */
class OutboxRefusalTest {

  private OutboxRig rig = OutboxRig.started();

  @AfterEach
  void close() {
    rig.close();
  }

  /** Another process writes, of which no feed tells yet. */
  private void other(Entry entry) {
    rig.authorityFaults.merge(Write.of(entry));
  }

  // --- superseded ---

  @Test
  void somethingNewerInTheAuthorityWinsAndIsOwedToTheOthers() {
    other(value("a", 30, "newer"));
    Entry mine = value("a", 20, "mine");
    assertThat(rig.put(mine).isHeld()).isTrue();

    rig.heal();

    assertThat(rig.events.of("superseded")).containsExactly("superseded a");
    assertThat(rig.chain.read(key("a"))).isEqualTo(value("a", 30, "newer"));
    assertThat(rig.replicaData.peek(key("a"))).isEqualTo(value("a", 30, "newer"));
    Delivery delivery = rig.delivery(mine);
    assertThat(delivery.state("authority")).isEqualTo(Delivery.State.SUPERSEDED);
    assertThat(delivery.state("replica")).isEqualTo(Delivery.State.SUPERSEDED);
    assertThat(rig.chain.outbox().flush(Duration.ZERO)).isTrue();
  }

  // --- refused ---

  @Test
  void aRefusedWriteIsWithdrawnAndNeverReadAgain() {
    Entry others = value("a", 5, "other's");
    rig.authorityIsAway();
    Entry mine = value("a", 20, "mine");
    rig.put(mine, Precondition.absent());
    assertThat(rig.chain.read(key("a"))).isEqualTo(mine);
    rig.authorityIsBack();
    other(others);

    rig.heal();

    assertThat(rig.events.of("withdrawn")).containsExactly("withdrawn a REFUSED");
    assertThat(rig.chain.read(key("a"))).isEqualTo(others);
    assertThat(rig.memory.read(key("a"))).isNotEqualTo(mine);
    assertThat(rig.replicaData.peek(key("a"))).isNotEqualTo(mine);
    assertThat(rig.delivery(mine).state("replica")).isEqualTo(Delivery.State.WITHDRAWN);
  }

  @Test
  void aRefusedWriteIsGoneFromTheJournalBeforeItIsTold() {
    rig.authorityIsAway();
    rig.put(value("a", 20, "mine"), Precondition.absent());
    rig.authorityIsBack();
    other(value("a", 5, "other's"));
    List<Integer> sizes = new ArrayList<>();
    rig.onWithdrawn(() -> sizes.add(rig.journalItems()));

    rig.heal();

    assertThat(sizes).containsExactly(0);
  }

  private void refuseMine() {
    rig.authorityIsAway();
    rig.put(value("a", 20, "mine"), Precondition.absent());
    rig.authorityIsBack();
    other(value("a", 5, "other's"));
  }

  @Test
  void aRefusalIsToldAsSoonAsTheDiskHasIt() {
    refuseMine();
    List<Integer> sizes = new ArrayList<>();
    rig.onWithdrawn(() -> sizes.add(rig.journalItems()));
    rig.journal.full(2);

    rig.heal();

    assertThat(rig.events.of("failed")).contains("failed journal StoreUnavailableException");
    assertThat(sizes).containsExactly(0);
  }

  @Test
  void aRefusalIsUncertainIfNobodyKnowsWhatTheDiskHas() {
    refuseMine();
    rig.journal.loseAnswer();

    rig.heal();

    assertThat(rig.events.of("withdrawn")).containsExactly("withdrawn a UNCERTAIN");
  }

  @Test
  void aRefusalThatMayNotHaveBeenToldIsToldByTheNextProcess() {
    refuseMine();
    rig.onWithdrawn(
        () -> {
          rig.onWithdrawn(() -> {});
          rig.kill();
        });
    assertThatThrownBy(rig::heal).isInstanceOf(Fuse.Burnt.class);

    rig.start(Fuse.never());
    assertThat(rig.events.of("withdrawn")).hasSize(2).containsOnly("withdrawn a REFUSED");
    assertThat(rig.chain.read(key("a"))).isEqualTo(value("a", 5, "other's"));
    rig.heal();

    rig.restart();
    assertThat(rig.events.of("withdrawn")).isEmpty();
    assertThat(rig.saved("refused")).isEmpty();
  }

  @Test
  void whatWasBuiltOnARefusedWriteIsRefused() {
    rig.authorityIsAway();
    rig.put(value("a", 20, "mine"), Precondition.absent());
    rig.authorityFaults.faults().up();
    rig.authorityFaults.faults().failAfter(Operation.MERGE_ALL, 1);
    other(value("a", 5, "other's"));
    rig.background.settle(); // refused, but nobody heard it
    rig.put(value("a", 21, "mine too"), Precondition.stampIs(stamp(20)));

    rig.heal();

    assertThat(rig.events.of("withdrawn")).hasSize(2);
    assertThat(rig.chain.read(key("a"))).isEqualTo(value("a", 5, "other's"));
  }

  @Test
  void aSubscriberHearsOfTheWithdrawalAndOfWhatThereIsInstead() {
    try (Feed feed = rig.chain.feed(FeedRequest.after(rig.chain.head()).optimistic())) {
      rig.authorityIsAway();
      Entry mine = value("a", 20, "mine");
      rig.put(mine, Precondition.absent());
      assertThat(feed.poll(Duration.ZERO).entries()).containsExactly(mine);
      rig.authorityIsBack();
      other(value("a", 5, "other's"));
      rig.heal();

      List<Entry> withdrawn = new ArrayList<>();
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        FeedPage page = feed.poll(Duration.ZERO);
        withdrawn.addAll(page.withdrawn());
        entries.addAll(page.entries());
        rig.pass(Duration.ofSeconds(1));
      }
      assertThat(withdrawn).containsExactly(mine);
      assertThat(entries).contains(value("a", 5, "other's"));
    }
  }

  @Test
  void aRefusalAfterALostAnswerMayBeOfAWriteThatWasTaken() {
    rig.authorityFaults.faults().failAfter(Operation.MERGE_ALL, 1);
    rig.put(value("a", 20, "mine"), Precondition.absent());
    rig.background.settle(); // taken, and nobody knows
    other(value("a", 30, "later"));

    rig.heal();

    assertThat(rig.events.of("withdrawn")).containsExactly("withdrawn a UNCERTAIN");
    assertThat(rig.chain.read(key("a"))).isEqualTo(value("a", 30, "later"));
    assertThat(rig.replicaData.peek(key("a"))).isEqualTo(value("a", 30, "later"));
  }

  // --- rejected ---

  /** The authority rejects every batch that has this key. */
  private void reject(String culprit, RejectedException.Reason reason) {
    rig.authorityRejects = culprit;
    rig.authorityReason = reason;
  }

  @Test
  void ofARejectedBatchTheCulpritAloneBecomesADeadLetter() {
    reject("k3", RejectedException.Reason.UNSUPPORTED);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      entries.add(value("k" + i, 10 + i, "v"));
    }
    rig.chain.mergeAll(Batch.of(entries));

    rig.heal();

    List<DeadLetter> letters = rig.chain.outbox().deadLetters();
    assertThat(letters).hasSize(1);
    assertThat(letters.get(0).layer()).isEqualTo("authority");
    assertThat(letters.get(0).write()).isEqualTo(Write.of(entries.get(3)));
    assertThat(letters.get(0).error()).contains("rejected by the test");
    assertThat(rig.events.of("deadLetter")).containsExactly("deadLetter authority k3");
    for (int i = 0; i < 6; i++) {
      assertThat(rig.replicaData.peek(key("k" + i)) != null).isEqualTo(i != 3);
    }
    assertThat(rig.chain.read(key("k3"))).isNull();
    assertThat(rig.delivery(entries.get(3)).state("authority")).isEqualTo(Delivery.State.DEAD);
    assertThat(rig.status("authority").deadLetters()).isEqualTo(1);
  }

  @Test
  void aDeadLetterSurvivesARestartAndIsRetriedWithItsPrecondition() {
    reject("a", RejectedException.Reason.UNSUPPORTED);
    Entry entry = value("a", 10, "one");
    rig.put(entry, Precondition.absent());
    rig.heal();
    rig.pass(Duration.ofSeconds(1));

    rig.restart();

    List<DeadLetter> letters = rig.chain.outbox().deadLetters();
    assertThat(letters).hasSize(1);
    assertThat(letters.get(0).write()).isEqualTo(new Write(entry, Precondition.absent()));
    assertThat(rig.chain.read(key("a"))).isNull();
    rig.authorityRejects = null;
    assertThat(rig.chain.outbox().retry(List.of(letters.get(0).id(), 4711L))).isEqualTo(1);
    assertThat(rig.chain.read(key("a"))).isEqualTo(entry);
    rig.heal();
    assertThat(rig.replicaData.peek(key("a"))).isEqualTo(entry);
    assertThat(rig.chain.outbox().deadLetters()).isEmpty();
    rig.restart();
    assertThat(rig.chain.outbox().deadLetters()).isEmpty();
  }

  @Test
  void aDeadLetterThatIsDroppedIsForgottenForGood() {
    reject("a", RejectedException.Reason.UNSUPPORTED);
    rig.put(value("a", 10, "one"));
    rig.heal();

    long id = rig.chain.outbox().deadLetters().get(0).id();
    assertThat(rig.chain.outbox().drop(List.of(id))).isEqualTo(1);
    assertThat(rig.chain.outbox().drop(List.of(id))).isZero();

    rig.restart();
    assertThat(rig.chain.outbox().deadLetters()).isEmpty();
    assertThat(rig.chain.outbox().flush(Duration.ZERO)).isTrue();
  }

  @Test
  void whatPassesWithTimeIsRetried() {
    reject("a", RejectedException.Reason.FULL);
    rig.put(value("a", 10, "one"));
    rig.pass(Duration.ofSeconds(30));
    assertThat(rig.chain.outbox().deadLetters()).isEmpty();
    assertThat(rig.status("authority").entries()).isEqualTo(1);

    rig.authorityRejects = null;
    rig.heal();

    assertThat(rig.authorityData.peek(key("a"))).isNotNull();
  }

  @Test
  void aLayerThatRefusesEverybodyHasNoDeadLetters() {
    reject("", RejectedException.Reason.PERMISSION); // its password has changed, say
    rig.put(value("a", 10, "one"));
    rig.put(value("b", 11, "two"));
    rig.pass(Duration.ofMinutes(5));

    assertThat(rig.chain.outbox().deadLetters()).isEmpty();
    assertThat(rig.status("authority").entries()).isEqualTo(2);
  }

  @Test
  void aLayerThatRefusesOneOfSeveralHasADeadLetter() {
    reject("a", RejectedException.Reason.PERMISSION);
    rig.chain.mergeAll(Batch.of(List.of(value("a", 10, "one"), value("b", 11, "two"))));
    rig.heal();

    assertThat(rig.chain.outbox().deadLetters()).extracting(DeadLetter::layer).hasSize(1);
    assertThat(rig.authorityData.peek(key("b"))).isNotNull();
  }

  @Test
  void whatIsCorruptInTheReplicaIsADeadLetterOfTheReplicaAlone() {
    rig.replicaData.corrupt(key("a"));
    Entry entry = value("a", 10, "one");
    rig.put(entry);

    rig.heal();

    assertThat(rig.chain.outbox().deadLetters())
        .extracting(DeadLetter::layer)
        .containsExactly("replica");
    assertThat(rig.chain.read(key("a"))).isEqualTo(entry);
    assertThat(rig.delivery(entry).state("authority")).isEqualTo(Delivery.State.DELIVERED);
    assertThat(rig.delivery(entry).state("replica")).isEqualTo(Delivery.State.DEAD);
  }

  @Test
  void whatIsTooLargeForTheReplicaIsNotAccepted() {
    rig.close();
    rig =
        OutboxRig.unstarted()
            .replicaCan(
                new Capabilities(
                    ChainRig.remote().set(), new Capabilities.Limits(10, 128, 1 << 22, 500)))
            .start();

    assertThat(
            catchThrowableOfType(RejectedException.class, () -> rig.put(sized("a", 10, 11)))
                .reason())
        .isEqualTo(RejectedException.Reason.LIMIT);
  }

  // --- the chain has changed ---

  @Test
  void whatIsOwedToALayerThatIsNoMoreIsADeadLetterThatSaysSo() {
    rig.replicaFaults.faults().down();
    rig.put(value("a", 10, "one"));
    rig.pass(Duration.ofSeconds(1));

    rig.kill();
    rig.withoutReplica().start();

    assertThat(rig.chain.outbox().deadLetters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.layer()).isEqualTo("replica");
              assertThat(letter.error())
                  .isEqualTo("the chain has no written layer of the name 'replica'");
            });
    assertThat(rig.chain.outbox().retry(List.of(rig.chain.outbox().deadLetters().get(0).id())))
        .isZero(); // there is nobody to give it to
    rig.pass(Duration.ofSeconds(1));
    rig.kill();
    assertThat(rig.saved("outbox")).isEmpty();
    assertThat(rig.saved("dead")).hasSize(1);
    rig.start();
  }

  @Test
  void whatTheAuthoritysFilterNoLongerAdmitsIsADeadLetterThatSaysSo() {
    rig.authorityIsAway();
    rig.put(value("a", 10, "one"));
    rig.kill();

    rig.deciding(layer -> layer.behind().filter(KeyFilter.ofPrefix("b"))).start();

    assertThat(rig.chain.outbox().deadLetters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.error()).contains("filter of layer 'authority'"));
    assertThat(rig.chain.read(key("a"))).isNull();
  }

  @Test
  void aPurgeForgetsDeadLettersToo() {
    reject("a", RejectedException.Reason.UNSUPPORTED);
    Entry entry = value("a", 10, "one");
    rig.put(entry);
    rig.heal();
    rig.authorityRejects = null;

    rig.chain.purge(List.of(Purge.of(entry)));

    assertThat(rig.chain.outbox().deadLetters()).isEmpty();
  }

  @Test
  void aLocalRefusalNeedsNoAuthority() {
    rig.authorityIsAway();
    rig.put(value("a", 20, "mine"));

    assertThat(rig.put(value("a", 21, "again"), Precondition.absent()))
        .isEqualTo(new MergeOutcome.Refused(stamp(20)));
    assertThat(rig.put(value("a", 19, "older"))).isEqualTo(new MergeOutcome.Superseded(stamp(20)));
    assertThat(rig.put(value("a", 20, "mine"))).isEqualTo(MergeOutcome.unchanged());
    rig.put(tombstone("a", 30));
    assertThat(rig.put(value("a", 31, "new"), Precondition.absent()).isHeld()).isTrue();
    assertThat(rig.status("authority").entries()).isEqualTo(2); // the last one is conditional
  }
}
