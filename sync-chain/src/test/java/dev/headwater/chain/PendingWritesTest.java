package dev.headwater.chain;

import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.chain.outbox.Delivery;
import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import dev.headwater.store.typed.Receipt;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writes that are pending while another process writes the same keys. */
class PendingWritesTest {

  private static final Entry FIRST = value("a", 3, "first");
  private static final Entry SECOND = value("a", 7, "second");
  private static final Entry OTHERS = value("a", 5, "another process's");

  private final ChainRig.Lower lower = new ChainRig.Lower();
  private final ChainRig rig =
      new ChainRig(
          lower,
          builder ->
              builder.outbox(
                  OutboxConfig.inMemory()
                      .maxEntries(2)
                      .waitWhenFull(Duration.ZERO)
                      .flushOnClose(Duration.ZERO)));
  private final Store local = rig.chain.acknowledging(Acknowledgement.LOCAL);

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aListingDoesNotShowAPendingWriteThatIsOlderThanADelete() {
    local.merge(Write.of(FIRST));
    rig.authorityFaults.merge(Write.of(tombstone("a", 5)));
    try (EntryCursor cursor = rig.chain.list(ListRequest.live(""))) {
      assertThat(cursor.next().entries()).isEmpty();
    }
  }

  @Test
  void aConditionalWriteDoesNotOverwriteWhatItsBaseWouldHaveLostTo() {
    rig.authorityFaults.merge(Write.of(OTHERS));
    local.merge(Write.of(FIRST));
    local.merge(new Write(SECOND, Precondition.stampIs(FIRST.stamp())));
    rig.background.settle();
    assertThat(rig.authorityFaults.read(FIRST.key())).isEqualTo(OTHERS);
    assertThat(rig.events.of("superseded")).containsExactly("superseded a");
    assertThat(rig.events.of("withdrawn")).containsExactly("withdrawn a REFUSED");
    assertThat(rig.chain.read(FIRST.key())).isEqualTo(OTHERS);
  }

  @Test
  void conditionalWritesThatBuildOnEachOtherAreOneWrite() {
    rig.authorityFaults.merge(Write.of(FIRST));
    local.merge(new Write(OTHERS, Precondition.stampIs(FIRST.stamp())));
    local.merge(new Write(SECOND, Precondition.stampIs(OTHERS.stamp())));
    rig.clearRecords();
    rig.background.settle();
    assertThat(rig.authority.operations()).hasSize(1);
    assertThat(rig.authorityFaults.read(FIRST.key())).isEqualTo(SECOND);
  }

  @Test
  void aLayerThatCantBeOwedACopyIsNotSaidToHaveIt() {
    rig.cacheFaults.faults().down();
    rig.chain.merge(Write.of(value("x", 1, "owed")));
    rig.chain.merge(Write.of(value("y", 1, "owed")));
    MergeOutcome outcome = rig.chain.acknowledging(Acknowledgement.ALL).merge(Write.of(FIRST));
    assertThat(outcome).isEqualTo(new MergeOutcome.Written(List.of("cache")));
    assertThat(rig.events.of("repairDropped")).containsExactly("repairDropped cache a");
    Delivery delivery = rig.chain.delivery(new Receipt(FIRST.key(), FIRST.stamp(), List.of()));
    assertThat(delivery.state("cache")).isEqualTo(Delivery.State.DEAD);
  }
}
