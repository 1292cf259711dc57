package dev.headwater.chain.outbox;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Entry;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.Write;
import org.junit.jupiter.api.Test;

/** What accepting a write comes to; the tests of chains with an outbox show the rest. */
class KeyLineTest {

  private static final int AUTHORITY = 1;
  private static final Entry FIRST = value("a", 1, "first");
  private static final Entry WAITED = value("a", 2, "waited");
  private static final Entry LATER = value("a", 3, "later");

  private final KeyLine line = new KeyLine(key("a"), AUTHORITY);

  @Test
  void whereNothingIsKnownAWriteIsAccepted() {
    assertThat(accept(Write.of(WAITED))).isEqualTo(MergeOutcome.written());
    assertThat(accept(new Write(WAITED, Precondition.absent()))).isEqualTo(MergeOutcome.written());
  }

  @Test
  void aPreconditionIsHeldAgainstWhatWasAccepted() {
    journaling(FIRST);
    assertThat(accept(new Write(WAITED, Precondition.stampIs(FIRST.stamp()))).wrote()).isTrue();
    assertThat(accept(new Write(WAITED, Precondition.absent())))
        .isEqualTo(new MergeOutcome.Refused(FIRST.stamp()));
  }

  @Test
  void aWriteThatHadToWaitIsSupersededByWhatWasSeenMeanwhile() {
    journaling(FIRST); // which the write waits for
    line.overtaken(LATER.stamp());
    assertThat(accept(new Write(WAITED, Precondition.absent())))
        .isEqualTo(new MergeOutcome.Superseded(LATER.stamp()));
    assertThat(accept(Write.of(WAITED))).isEqualTo(new MergeOutcome.Superseded(LATER.stamp()));
  }

  @Test
  void whatIsNewerThanAllThatWasSeenIsAccepted() {
    journaling(FIRST);
    line.overtaken(WAITED.stamp());
    assertThat(accept(Write.of(LATER)).wrote()).isTrue();
    assertThat(accept(new Write(value("a", 2, "waited"), Precondition.absent())).wrote())
        .as("seen was perhaps itself")
        .isTrue();
  }

  @Test
  void whatDoesNotHoldIsRefusedEvenIfItIsOlder() {
    journaling(FIRST);
    line.overtaken(LATER.stamp());
    Write write = new Write(WAITED, Precondition.stampIs(FIRST.stamp()));
    assertThat(line.decideLocally(write, LATER, 0))
        .isEqualTo(new MergeOutcome.Refused(LATER.stamp()));
  }

  private MergeOutcome accept(Write write) {
    return line.decideLocally(write, null, 0);
  }

  private void journaling(Entry entry) {
    LayerSet owed = LayerSet.of(AUTHORITY);
    line.add(Item.of(1, Write.of(entry), Item.State.JOURNALING, owed, 0), new NoLedger());
  }

  /** Nobody is told. */
  private static final class NoLedger implements Ledger {
    @Override
    public void rewritten(Item item) {}

    @Override
    public void progressed(Item item) {}

    @Override
    public void gone(Item item) {}

    @Override
    public void fate(Item item, LayerSet layers, Delivery.State state) {}
  }
}
