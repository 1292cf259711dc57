package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Write;
import dev.headwater.testkit.Operation;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Copies that a feed said nothing about. */
class CopyScrubTest {

  private static final Key A = key("a");
  private static final Entry OLD = value("a", 10, "old");
  private static final Entry YOUNG = value("a", 20, "young");
  private static final Duration PERIOD = Duration.ofSeconds(60);

  private ChainRig rig = rig(builder -> builder.confirmCopiesEvery(PERIOD));

  /* The cache is compared as well, but can't be listed here. */
  private static ChainRig rig(UnaryOperator<ChainStoreBuilder> settings) {
    ChainRig rig = new ChainRig(new ChainRig.Lower(), settings);
    rig.cacheFaults.faults().failBefore(Operation.LIST, Integer.MAX_VALUE);
    return rig;
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private void written(Entry entry) {
    rig.chain.merge(Write.of(entry));
    rig.background.settle();
    rig.clearRecords();
    rig.events.clear();
  }

  private void changedUnheard(Entry entry) {
    rig.authorityFaults.faults().failBefore(Operation.POLL, Integer.MAX_VALUE);
    rig.authorityFaults.merge(Write.of(entry));
  }

  @Test
  void aCopyThatNoFeedToldOfIsReplacedInTime() {
    written(OLD);
    rig.background.advance(Duration.ofMillis(20));
    changedUnheard(YOUNG);

    rig.background.advance(PERIOD);

    assertThat(rig.memoryStore.read(A)).isEqualTo(YOUNG);
    assertThat(rig.events.of("updated")).containsExactly("updated authority a");
  }

  @Test
  void aCopyThatTheAuthorityDoesNotHoldIsDropped() {
    written(OLD);
    ChainRig.evict(rig.authorityFaults);

    rig.background.advance(PERIOD);

    assertThat(rig.memoryStore.read(A)).isNull();
  }

  @Test
  void aCopyThatWasWrittenMeanwhileStays() {
    written(OLD);
    ChainRig.evict(rig.authorityFaults);
    rig.authorityFaults
        .faults()
        .runAfter(
            Operation.READ_ALL,
            () -> {
              rig.authorityFaults.faults().runAfter(Operation.READ_ALL, () -> {});
              rig.chain.merge(Write.of(YOUNG));
            });

    rig.background.advance(PERIOD);

    assertThat(rig.memoryStore.read(A)).isEqualTo(YOUNG);
  }

  @Test
  void aCopyThatIsNewerThanTheAuthoritysStays() {
    written(YOUNG);
    ChainRig.evict(rig.authorityFaults);
    rig.authorityFaults.merge(Write.of(OLD));

    rig.background.advance(PERIOD);

    assertThat(rig.chain.read(A)).isEqualTo(YOUNG);
  }

  @Test
  void eachCopyIsConfirmedOncePerPassInPages() {
    for (int i = 0; i < 250; i++) {
      rig.chain.merge(Write.of(value("k" + i, 10, "v")));
    }
    rig.background.settle();
    rig.clearRecords();

    rig.background.advance(PERIOD.dividedBy(2)); // a pass begins
    rig.background.advance(PERIOD.dividedBy(2)); // and ends

    assertThat(rig.authority.operations())
        .filteredOn(operation -> operation.startsWith("readAll"))
        .containsExactly("readAll(100)", "readAll(100)", "readAll(50)");
  }

  @Test
  void whatCouldNotBeConfirmedIsTriedAgain() {
    written(OLD);
    changedUnheard(YOUNG);
    rig.authorityFaults.faults().failBefore(Operation.READ_ALL, 1);

    rig.background.advance(PERIOD);
    assertThat(rig.memoryStore.read(A)).isEqualTo(OLD);
    rig.background.advance(PERIOD.dividedBy(2));

    assertThat(rig.memoryStore.read(A)).isEqualTo(YOUNG);
  }

  @Test
  void anEmptyMemoryAsksNobody() {
    rig.background.advance(PERIOD.multipliedBy(3));

    assertThat(rig.authority.count(Operation.READ_ALL)).isZero();
  }

  @Test
  void itCanBeTurnedOff() {
    rig.close();
    rig = rig(builder -> builder.confirmCopiesEvery(Duration.ZERO));
    written(OLD);

    rig.background.advance(Duration.ofMinutes(1));

    assertThat(rig.authority.count(Operation.READ_ALL)).isZero();
  }

  @Test
  void byDefaultACopyIsConfirmedWithinTenMinutes() {
    rig.close();
    rig = rig(builder -> builder);
    written(OLD);

    rig.background.advance(Duration.ofMinutes(10));

    assertThat(rig.authority.count(Operation.READ_ALL)).isPositive();
  }
}
