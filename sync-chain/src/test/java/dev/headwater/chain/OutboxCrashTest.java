package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Entry;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The process ends in each of its calls of a store or the journal, before and after the call's
 * effect, and again while it recovers. Nothing that it had told is untrue afterwards.
 */
class OutboxCrashTest {

  private static final int MOST_CALLS = 500;

  static List<CrashScenario> all() {
    return CrashScenario.ALL;
  }

  static List<CrashScenario> throughTheAuthority() {
    List<String> names = List.of("puts and deletes", "conditional", "batches", "purged");
    return CrashScenario.ALL.stream().filter(one -> names.contains(one.name())).toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatWasAcknowledgedLocallyIsDelivered(CrashScenario scenario) {
    int tried = endInEachCall(scenario, rig -> rig);
    assertThat(tried).isGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("throughTheAuthority")
  void whatTheAuthorityAcknowledgedIsDelivered(CrashScenario scenario) {
    int tried = endInEachCall(scenario, OutboxRig::throughAuthority);
    assertThat(tried).isGreaterThan(10);
  }

  private static int endInEachCall(CrashScenario scenario, UnaryOperator<OutboxRig> settings) {
    int tried = 0;
    for (Fuse.Moment moment : Fuse.Moment.values()) {
      int call = 1;
      while (endIn(scenario, settings, call, moment)) {
        tried++;
        call++;
        assertThat(call).isLessThan(MOST_CALLS);
      }
    }
    return tried;
  }

  /* Whether the scenario has so many calls. */
  private static boolean endIn(
      CrashScenario scenario, UnaryOperator<OutboxRig> settings, int call, Fuse.Moment moment) {
    String where = "%s, ended %s call %d".formatted(scenario, moment, call);
    OutboxRig rig = settings.apply(OutboxRig.unstarted());
    CrashScenario.Promises promises = new CrashScenario.Promises();
    boolean ended =
        runUntilItEnds(rig, Fuse.at(call, moment), () -> scenario.script().run(rig, promises));
    if (!ended) {
      rig.fuse.remove();
      require(rig, promises, where);
      return false;
    }
    // It ends again while it recovers: early, in the middle, late.
    for (int again : new int[] {2, 4, 7}) {
      rig.kill();
      runUntilItEnds(rig, Fuse.at(again, moment), rig::heal);
    }
    rig.restart();
    requireReadable(rig, promises, where);
    require(rig, promises, where);
    return true;
  }

  private static boolean runUntilItEnds(OutboxRig rig, Fuse fuse, Runnable script) {
    try {
      rig.start(fuse);
      script.run();
      return fuse.isBurnt(); // whoever was called may have noticed first
    } catch (Fuse.Burnt e) {
      return true;
    }
  }

  private static void requireReadable(
      OutboxRig rig, CrashScenario.Promises promises, String where) {
    promises.acknowledged.forEach(
        (key, entry) -> {
          Entry read = rig.chain.read(key);
          boolean dead =
              rig.chain.outbox().deadLetters().stream()
                  .anyMatch(letter -> letter.write().entry().equals(entry));
          boolean sameOrNewer = dead || (read != null && !entry.stamp().isAfter(read.stamp()));
          assertThat(sameOrNewer).as("%s: %s is read as %s", where, entry, read).isTrue();
        });
  }

  private static void require(OutboxRig rig, CrashScenario.Promises promises, String where) {
    rig.heal();
    rig.chain
        .outbox()
        .retry(rig.chain.outbox().deadLetters().stream().map(letter -> letter.id()).toList());
    rig.heal();
    assertThat(rig.chain.outbox().flush(Duration.ofMinutes(1))).as(where).isTrue();
    promises.acknowledged.forEach(
        (key, entry) -> {
          Entry held = rig.authorityData.peek(key);
          assertThat(held).as("%s: %s", where, entry).isNotNull();
          assertThat(entry.stamp().isAfter(held.stamp()))
              .as("%s: %s is lost, held is %s", where, entry, held)
              .isFalse();
          assertThat(rig.replicaData.peek(key)).as(where).isEqualTo(held);
        });
    for (Entry gone : promises.gone) {
      assertThat(rig.authorityData.peek(gone.key())).as(where).isNotEqualTo(gone);
      assertThat(rig.replicaData.peek(gone.key())).as(where).isNotEqualTo(gone);
    }
    rig.pass(Duration.ofMinutes(1));
    rig.kill();
    assertThat(rig.saved("outbox")).as(where).isEmpty();
    assertThat(rig.saved("progress")).as(where).isEmpty();
    assertThat(rig.saved("dead")).as(where).isEmpty();
  }

  @Test
  void aProcessThatIsKilledIsNotClosed() {
    OutboxRig rig = OutboxRig.started();
    rig.put(value("a", 10, "one"));
    rig.kill();
    assertThat(rig.saved("outbox")).hasSize(1);
    assertThat(rig.authorityData.peek(key("a"))).isNull();
  }
}
