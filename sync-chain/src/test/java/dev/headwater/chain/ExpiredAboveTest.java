package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.testkit.FaultyStore;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.Operation;
import dev.headwater.testkit.ReferenceData;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An entry that has expired in the authority, above a store that was not told of it yet. */
class ExpiredAboveTest {

  private static final Key A = key("a");
  private static final Key B = key("b");
  private static final Entry OLD = value("a", 10, "old");

  private final ManualClock clock = new ManualClock();
  private final FaultyStore deep =
      new FaultyStore(ReferenceStore.over(new ReferenceData(), "deep", clock, ChainRig.remote()));
  private final ChainRig rig =
      new ChainRig(
          new ChainRig.Lower(clock, new ReferenceData(), new ReferenceData()),
          builder -> builder.layer(Layer.store("deep", deep).readOnly()));

  ExpiredAboveTest() {
    deep.faults().failBefore(Operation.POLL, Integer.MAX_VALUE); // or all of it would come up
    deep.merge(Write.of(OLD));
    deep.merge(Write.of(value("b", 10, "b")));
    long end = ManualClock.START.toEpochMilli() + 1_000;
    rig.authorityFaults.merge(
        Write.of(Entry.of(A, Stamp.of(20, 0, 7), EncodedValue.of(new byte[1], "bytes", end))));
    rig.background.advance(Duration.ofSeconds(2));
    rig.clearRecords();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void whatItReplacedDoesNotComeBack() {
    assertThat(rig.chain.read(A)).isNull();
    assertThat(rig.chain.lookup(A, ReadBound.anyLayer()).isStale()).isFalse();
  }

  @Test
  void norAmongSeveral() {
    assertThat(rig.chain.readAll(List.of(A, B)).entries()).containsOnlyKeys(B);
  }

  @Test
  void whatTheAuthorityNeverHeldIsFoundBelow() {
    assertThat(rig.chain.read(B)).isEqualTo(value("b", 10, "b"));
    assertThat(rig.authority.count(Operation.LIST)).isOne();

    rig.background.settle();
    rig.evict();
    rig.clearRecords();
    rig.chain.read(B); // it was copied up, so nobody has to look twice again
    assertThat(rig.authority.count(Operation.LIST)).isZero();
  }

  @Test
  void whatWasWrittenBetweenTheTwoLooksIsTheAnswer() {
    Entry young = value("a", 30, "young");
    rig.authorityFaults
        .faults()
        .runBefore(Operation.LIST, () -> rig.authorityFaults.merge(Write.of(young)));

    assertThat(rig.chain.read(A)).isEqualTo(young);
  }

  @Test
  void whileThatIsNotKnownThereIsNoAnswer() {
    rig.authorityFaults.faults().failBefore(Operation.LIST, 1);

    assertThatThrownBy(() -> rig.chain.read(A))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("authority");
    assertThat(rig.chain.read(A)).isNull();
  }
}
