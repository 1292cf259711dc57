package dev.headwater.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Capability;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.ReferenceStore;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SyncBuilderTest {

  private final ManualClock clock = new ManualClock();
  private final ReferenceStore left = ReferenceStore.create("left", clock);
  private final ReferenceStore right = ReferenceStore.create("right", clock);
  private final ReferenceStore readOnly =
      ReferenceStore.create("shelf", clock, ReferenceStore.CAPABILITIES.without(Capability.WRITE));

  private void assertRejects(UnaryOperator<SyncBuilder> setting, String message) {
    assertIllegal(() -> setting.apply(Sync.between(left, right)), message);
  }

  private static void assertIllegal(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void namesABadSetting() {
    assertRejects(it -> it.pageSize(0), "pageSize is 0, 1 to 10000 are allowed");
    assertRejects(it -> it.pageSize(10_001), "pageSize is 10001, 1 to 10000 are allowed");
    assertRejects(it -> it.batchSize(0), "batchSize is 0, 1 to 10000 are allowed");
    assertRejects(it -> it.inFlight(65), "inFlight is 65, 1 to 64 are allowed");
    assertRejects(it -> it.retries(-1), "retries is -1, 0 to 100 are allowed");
    assertRejects(
        it -> it.maxDeletes(-1), "maxDeletes is -1, 0 to 9223372036854775807 are allowed");
    assertIllegal(
        () -> Check.between(left, right).pageSize(0), "pageSize is 0, 1 to 10000 are allowed");
    assertIllegal(
        () -> Check.between(left, right).retries(101), "retries is 101, 0 to 100 are allowed");
  }

  @Test
  void needsTwoStores() {
    assertIllegal(() -> Sync.between(left, left), "source and target are one store: left");
    assertIllegal(() -> Check.between(left, left), "source and target are one store: left");
  }

  @Test
  void needsStoresThatAcceptItsWrites() {
    assertIllegal(
        () -> Sync.between(left, readOnly).build(),
        "target 'shelf' accepts no writes, but mode MIRROR writes to it");
    assertIllegal(
        () -> Sync.between(readOnly, left).mode(Sync.Mode.TWO_WAY).build(),
        "source 'shelf' accepts no writes, but mode TWO_WAY writes to it");
    assertThat(Sync.between(readOnly, left).build()).isNotNull();
    assertThat(Sync.between(left, readOnly).mode(Sync.Mode.TWO_WAY).dryRun().build()).isNotNull();
    assertThat(Check.between(left, readOnly).build()).isNotNull();
  }
}
