package dev.headwater.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.ManualBackground;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChainStoreBuilderTest {

  private final ManualClock clock = new ManualClock();

  private Store memory() {
    return ChainRig.memory(clock);
  }

  private Store remote() {
    return ReferenceStore.create("remote", clock, ChainRig.remote());
  }

  private void refused(ChainStoreBuilder builder, String... words) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  @Test
  void aChainNeedsALayer() {
    refused(ChainStore.builder(), "at least one layer");
  }

  @Test
  void aChainNeedsAnAuthority() {
    refused(ChainStore.builder().cache("memory", memory()), "memory", "role store");
  }

  @Test
  void namesAreUnique() {
    refused(
        ChainStore.builder().cache("x", memory()).store("x", remote()), "layer 'x'", "two layers");
  }

  @Test
  void aStoreThatMayForgetIsNoAuthority() {
    refused(ChainStore.builder().store("memory", memory()), "layer 'memory'", "role", "cache");
  }

  @Test
  void aCacheBelowTheAuthorityIsRefused() {
    refused(
        ChainStore.builder().store("sql", remote()).cache("etcd", remote()),
        "layer 'etcd'",
        "role",
        "'sql'");
  }

  @Test
  void memoryBelowANetworkIsRefused() {
    refused(
        ChainStore.builder()
            .cache("etcd", remote())
            .cache("memory", memory())
            .store("sql", remote()),
        "layer 'memory'",
        "place",
        "'etcd'");
  }

  @Test
  void aStoreThatTakesNoWritesHasToBeReadOnly() {
    Capabilities unwritable = ChainRig.remote().without(Capability.WRITE);
    Store store = ReferenceStore.create("ro", clock, unwritable);

    refused(ChainStore.builder().store("ro", store), "layer 'ro'", "writeMode", "read-only");
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    refused(
        ChainStore.builder().layer(Layer.store("sql", remote()).deadline(Duration.ZERO)),
        "layer 'sql'",
        "deadline");
    refused(
        ChainStore.builder().layer(Layer.store("sql", remote()).failuresToOpen(0)),
        "layer 'sql'",
        "failuresToOpen");
    refused(
        ChainStore.builder().store("sql", remote()).rememberAbsenceFor(Duration.ofMillis(-1)),
        "rememberAbsenceFor");
    refused(ChainStore.builder().store("sql", remote()).rememberedKeys(0), "rememberedKeys");
  }

  @Test
  void capabilitiesAreComputedFromTheStack() {
    try (ChainStore chain =
        ChainStore.builder().cache("memory", memory()).store("sql", remote()).build()) {
      assertThat(chain.capabilities().set()).isEqualTo(ChainRig.remote().set());
      assertThat(chain.name()).isEqualTo("chain(memory, sql)");
    }
  }

  @Test
  void aReadOnlyAuthorityMakesAReadOnlyChain() {
    ManualBackground background = new ManualBackground(clock);
    try (ChainStore chain =
        ChainStore.builder()
            .cache("memory", memory())
            .layer(Layer.store("sql", remote()).readOnly())
            .background(background.background())
            .build()) {
      assertThat(chain.capabilities().has(Capability.WRITE)).isFalse();
      assertThatThrownBy(() -> chain.merge(Write.of(Entries.value("a", 1, "v"))))
          .isInstanceOfSatisfying(
              RejectedException.class,
              e -> assertThat(e.reason()).isEqualTo(RejectedException.Reason.UNSUPPORTED))
          .hasMessageContaining("'sql'");
    }
  }
}
