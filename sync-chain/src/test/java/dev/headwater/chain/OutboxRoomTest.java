package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.RejectedException;
import dev.headwater.testkit.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens when an outbox holds as much as it may. */
class OutboxRoomTest {

  private OutboxRig rig = OutboxRig.unstarted();

  @AfterEach
  void close() {
    rig.close();
  }

  private void start(UnaryOperator<OutboxConfig> config) {
    rig.outbox(config).start();
    rig.authorityIsAway();
  }

  private RejectedException rejected(Entry entry) {
    return catchThrowableOfType(RejectedException.class, () -> rig.put(entry));
  }

  @Test
  void moreEntriesThanAllowedAreRejectedWithAnErrorOfTheirOwn() {
    start(config -> config.maxEntries(2).waitWhenFull(Duration.ZERO));
    rig.put(value("a", 10, "one"));
    rig.put(value("b", 11, "two"));

    RejectedException error = rejected(value("c", 12, "three"));

    assertThat(error.reason()).isEqualTo(RejectedException.Reason.FULL);
    assertThat(error).hasMessageContaining("2 writes wait").hasMessageContaining("c");
    assertThat(rig.events.lines()).contains("outboxFull");
    assertThat(rig.chain.outbox().status()).extracting(status -> status.entries()).contains(2);
    assertThat(rig.authorityData.peek(key("c"))).isNull();
  }

  @Test
  void moreBytesThanAllowedAreRejected() {
    start(config -> config.maxBytes(100).waitWhenFull(Duration.ZERO));
    rig.put(sized("a", 10, 60));

    assertThat(rejected(sized("b", 11, 60)).reason()).isEqualTo(RejectedException.Reason.FULL);
    assertThat(rig.put(sized("b", 11, 30)).isHeld()).isTrue();
    assertThat(rejected(sized("c", 12, 101)).reason()).isEqualTo(RejectedException.Reason.LIMIT);
  }

  @Test
  void whoRepeatsAKeyThatWaitsNeedsNoRoom() {
    start(config -> config.maxEntries(1).waitWhenFull(Duration.ZERO));
    rig.put(value("a", 10, "one"));

    for (int i = 0; i < 100; i++) {
      rig.put(value("a", 11 + i, "two"));
    }

    assertThat(rejected(value("b", 200, "x"))).isNotNull();
    rig.authorityIsBack();
    rig.heal();
    assertThat(rig.put(value("b", 200, "x")).isHeld()).isTrue();
  }

  @Test
  void aWriteWaitsForRoomAndThenIsRejected() {
    start(config -> config.maxEntries(1).waitWhenFull(Duration.ofMillis(700)));
    rig.put(value("a", 10, "one"));
    Instant before = rig.clock.instant();

    assertThat(rejected(value("b", 11, "two")).reason()).isEqualTo(RejectedException.Reason.FULL);

    assertThat(Duration.between(before, rig.clock.instant()))
        .isBetween(Duration.ofMillis(700), Duration.ofMillis(750));
  }

  @Test
  void aWriteThatWaitsIsAcceptedAsSoonAsThereIsRoom() {
    start(config -> config.maxEntries(1).waitWhenFull(Duration.ofSeconds(60)));
    rig.put(value("a", 10, "one"));
    rig.background.timer().schedule(Duration.ofSeconds(2), rig::authorityIsBack);
    Instant before = rig.clock.instant();

    assertThat(rig.put(value("b", 11, "two")).isHeld()).isTrue();

    assertThat(Duration.between(before, rig.clock.instant())).isLessThan(Duration.ofSeconds(40));
    assertThat(rig.authorityData.peek(key("a"))).isNotNull();
  }

  @Test
  void aBatchThatIsLargerThanTheOutboxPassesThroughIt() {
    start(config -> config.maxEntries(3).waitWhenFull(Duration.ofSeconds(60)));
    rig.authorityIsBack();
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      entries.add(value("k" + i, 10 + i, "v"));
    }

    assertThat(rig.chain.mergeAll(Batch.of(entries))).allMatch(outcome -> outcome.isHeld());

    rig.heal();
    entries.forEach(entry -> assertThat(rig.replicaData.peek(entry.key())).isEqualTo(entry));
  }

  @Test
  void roomThatWasTakenIsGivenBack() {
    start(config -> config.maxEntries(10).waitWhenFull(Duration.ZERO));
    rig.authorityIsBack();
    for (int round = 0; round < 50; round++) {
      for (int i = 0; i < 10; i++) {
        assertThat(rig.put(value("k" + i, 10 + round, "v")).isHeld()).isTrue();
      }
      if (round % 7 == 0) {
        rig.authorityFaults.faults().failAfter(Operation.MERGE_ALL, 1);
      }
      rig.heal();
    }
    assertThat(rig.chain.outbox().flush(Duration.ZERO)).isTrue();
  }

  @Test
  void deadLettersTakeRoomUntilTheyAreDropped() {
    start(config -> config.maxEntries(1).waitWhenFull(Duration.ZERO));
    rig.authorityIsBack();
    rig.authorityRejects = "a";
    rig.put(value("a", 10, "one"));
    rig.heal();

    assertThat(rejected(value("b", 11, "two")).reason()).isEqualTo(RejectedException.Reason.FULL);

    rig.chain.outbox().drop(List.of(rig.chain.outbox().deadLetters().get(0).id()));
    assertThat(rig.put(value("b", 11, "two")).isHeld()).isTrue();
  }

  @Test
  void whatAJournalBringsBackTakesRoom() {
    start(config -> config.maxEntries(2).waitWhenFull(Duration.ZERO));
    rig.put(value("a", 10, "one"));
    rig.put(value("b", 11, "two"));
    rig.restart();
    rig.authorityIsAway();
    rig.restart();

    assertThat(rig.chain.outbox().flush(Duration.ZERO)).isTrue(); // delivered in between
    assertThat(rig.put(value("c", 12, "three")).isHeld()).isTrue();
  }

  @Test
  void aWriteThroughTheAuthorityNeedsRoomForItsNote() {
    rig.throughAuthority();
    start(config -> config.maxEntries(1).waitWhenFull(Duration.ZERO));
    rig.authorityIsBack();
    rig.replicaFaults.faults().down();
    rig.put(value("a", 10, "one"));

    assertThat(rejected(value("b", 11, "two")).reason()).isEqualTo(RejectedException.Reason.FULL);

    assertThat(rig.authorityData.peek(key("b"))).isNull();
  }
}
