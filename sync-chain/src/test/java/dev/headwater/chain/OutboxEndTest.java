package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Precondition;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.store.journal.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Flushing and closing an outbox, and journals that fail. */
class OutboxEndTest {

  // --- flushing ---

  @Test
  void flushingWaitsUntilNothingIsOwed() {
    try (OutboxRig rig = OutboxRig.started()) {
      rig.authorityIsAway();
      rig.put(value("a", 10, "one"));
      rig.background.timer().schedule(Duration.ofSeconds(3), rig::authorityIsBack);

      assertThat(rig.chain.outbox().flush(Duration.ofMinutes(1))).isTrue();

      assertThat(rig.replicaData.peek(key("a"))).isNotNull();
    }
  }

  @Test
  void flushingGivesUpAndSaysSo() {
    try (OutboxRig rig = OutboxRig.started()) {
      rig.authorityIsAway();
      rig.put(value("a", 10, "one"));
      Instant before = rig.clock.instant();

      assertThat(rig.chain.outbox().flush(Duration.ofSeconds(2))).isFalse();

      assertThat(Duration.between(before, rig.clock.instant()))
          .isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_100));
    }
  }

  @Test
  void flushingWaitsAgainAfterItHadNothingToWaitFor() {
    try (OutboxRig rig = OutboxRig.started()) {
      assertThat(rig.chain.outbox().flush(Duration.ofSeconds(2))).isTrue();
      rig.authorityIsAway();
      rig.put(value("a", 10, "one"));
      rig.background.timer().schedule(Duration.ofSeconds(1), rig::authorityIsBack);

      assertThat(rig.chain.outbox().flush(Duration.ofMinutes(1))).isTrue();
    }
  }

  // --- closing ---

  @Test
  void closingDeliversWhatTheLayersTake() {
    OutboxRig rig = OutboxRig.started();
    rig.put(value("a", 10, "one"));

    rig.close();

    assertThat(rig.replicaData.peek(key("a"))).isEqualTo(value("a", 10, "one"));
    assertThat(rig.events.of("lost")).isEmpty();
    rig.kill();
    assertThat(rig.saved("outbox")).isEmpty();
  }

  @Test
  void aClosedChainSaysSoToWritersAndToWhoWantsStamps() {
    OutboxRig rig = OutboxRig.started();
    rig.close();
    rig.clock.advance(Duration.ofHours(1)); // beyond what the clock had reserved

    for (Acknowledgement level : Acknowledgement.values()) {
      assertThatThrownBy(
              () -> rig.chain.acknowledging(level).merge(Write.of(value("a", 10, "one"))))
          .as("%s", level)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is closed");
    }
    assertThatThrownBy(() -> rig.chain.clock().next())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
    rig.kill();
    assertThat(rig.saved("outbox")).isEmpty();
  }

  @Test
  void closingDoesNotWaitForLayersThatFail() {
    OutboxRig rig = OutboxRig.started();
    rig.authorityIsAway();
    rig.put(value("a", 10, "one"));
    Instant before = rig.clock.instant();

    rig.close();

    assertThat(Duration.between(before, rig.clock.instant())).isLessThan(Duration.ofSeconds(1));
    assertThat(rig.events.of("lost")).isEmpty();
    rig.restart();
    assertThat(rig.authorityData.peek(key("a"))).isNotNull();
    rig.close();
  }

  @Test
  void whatIsInMemoryAloneAndNotDeliveredIsToldToBeLost() {
    OutboxRig rig = OutboxRig.unstarted().inMemory().start();
    rig.replicaFaults.faults().down();
    rig.put(value("a", 10, "one"));
    rig.background.settle();
    rig.authorityIsAway();
    rig.put(value("b", 11, "two"));

    rig.close();
    rig.chain.close(); // may be repeated

    assertThat(rig.events.of("lost"))
        .containsExactlyInAnyOrder("lost replica a", "lost authority b", "lost replica b");
  }

  // --- journals that fail ---

  @Test
  void aFullDiskFailsTheWriteOfWhichNothingRemains() {
    try (OutboxRig rig = OutboxRig.started()) {
      rig.journal.full(1);

      assertThatThrownBy(() -> rig.put(value("a", 10, "one")))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("could not be journaled")
          .hasMessageContaining("the disk is full");

      assertThat(rig.chain.read(key("a"))).isNull();
      rig.heal();
      assertThat(rig.authorityData.peek(key("a"))).isNull();
      assertThat(rig.put(value("a", 11, "two"), Precondition.absent()).isHeld()).isTrue();
      rig.heal();
      assertThat(rig.replicaData.peek(key("a"))).isEqualTo(value("a", 11, "two"));
    }
  }

  @Test
  void whatAFullDiskDidNotTakeIsNotRemovedFromItLater() {
    try (OutboxRig rig = OutboxRig.started()) {
      rig.journal.full(100);
      for (int i = 0; i < 100; i++) {
        int number = i;
        assertThatThrownBy(() -> rig.put(value("k" + number, 10, "v")))
            .isInstanceOf(StoreUnavailableException.class);
      }
      rig.put(value("a", 10, "one"));

      assertThat(rig.journal.written()).hasSize(1);
      assertThat(rig.journal.written().get(0))
          .filteredOn(change -> change.section().equals("outbox"))
          .hasSize(1); // nothing was kept of the hundred
    }
  }

  @Test
  void aFullDiskDoesNotForgetWhatWasDelivered() {
    OutboxRig rig = OutboxRig.started();
    rig.put(value("a", 10, "one"));
    rig.journal.full(3);
    rig.heal();

    rig.kill();

    assertThat(rig.saved("outbox")).isEmpty();
    assertThat(rig.saved("progress")).isEmpty();
  }

  @Test
  void aJournalThatDoesNotKnowTakesNothingMoreAndDeliveriesGoOn() {
    try (OutboxRig rig = OutboxRig.started()) {
      rig.journal.loseAnswer();

      assertThatThrownBy(() -> rig.put(value("a", 10, "one")))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("the disk did not say");
      assertThatThrownBy(() -> rig.put(value("b", 11, "two")))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("takes nothing since it failed");

      assertThat(rig.chain.outbox().journalFailure()).isPresent();
      rig.heal();
      assertThat(rig.replicaData.peek(key("a"))).isNotNull(); // it may be in the journal
      assertThat(rig.authorityData.peek(key("b"))).isNull();
      rig.restart();
      assertThat(rig.chain.outbox().journalFailure()).isEmpty();
      assertThat(rig.put(value("b", 12, "two")).isHeld()).isTrue();
    }
  }

  @Test
  void aJournalThatDoesNotKnowFailsWritesThroughTheAuthorityBeforeItIsAsked() {
    try (OutboxRig rig = OutboxRig.unstarted().throughAuthority().start()) {
      rig.journal.loseAnswer();

      assertThatThrownBy(() -> rig.put(value("a", 10, "one")))
          .isInstanceOf(StoreUnavailableException.class);

      assertThat(rig.authority.requests()).isZero();
      rig.restart();
      rig.heal();
      assertThat(rig.replicaData.peek(key("a"))).isNull();
      assertThat(rig.saved("outbox")).isEmpty();
    }
  }

  @Test
  void aRecordOfANewerVersionIsLeftAloneAndToldAtOnce() {
    OutboxRig rig = OutboxRig.started();
    rig.authorityIsAway();
    rig.put(value("a", 10, "one"));
    Journal.Saved saved = rig.saved("outbox").get(0);
    byte[] newer = saved.bytes().clone();
    newer[0] = 2;
    rig.journal.write(List.of(new Journal.Put("outbox", saved.number(), newer)));
    rig.kill();

    assertThatThrownBy(rig::start)
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("record " + saved.number())
        .hasMessageContaining("newer version");

    assertThat(rig.saved("outbox")).hasSize(1);
    assertThat(rig.saved("outbox").get(0).bytes()).isEqualTo(newer);
  }

  // --- a chain's clock ---

  @Test
  void noStampIsIssuedTwiceOverAThousandRestartsOfAClockThatIsSetBack() {
    OutboxRig rig = OutboxRig.started();
    Stamp last = rig.chain.clock().next();
    long origin = last.origin();
    Random random = new Random(5);
    for (int i = 0; i < 1000; i++) {
      rig.kill();
      long step = random.nextInt(5_000) - 2_500L;
      rig.clock.advance(Duration.ofMillis(step));
      rig.start(Fuse.never());
      for (int n = 0; n < 3; n++) {
        Stamp next = rig.chain.clock().next();
        assertThat(next.isAfter(last)).as("restart %d: %s after %s", i, next, last).isTrue();
        assertThat(next.origin()).isEqualTo(origin);
        last = next;
      }
    }
  }

  @Test
  void aRestartedChainStampsAboveWhatItHasSeen() {
    OutboxRig rig = OutboxRig.started();
    long ahead = rig.clock.millis() + 30_000;
    rig.authorityFaults.merge(Write.of(value("a", ahead, "other's")));
    rig.chain.read(key("a"));

    assertThat(rig.chain.clock().next().isAfter(stamp(ahead))).isTrue();

    rig.restart();
    assertThat(rig.chain.clock().next().isAfter(stamp(ahead))).isTrue();
    rig.close();
  }
}
