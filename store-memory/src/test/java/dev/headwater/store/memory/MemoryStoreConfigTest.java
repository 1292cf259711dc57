package dev.headwater.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class MemoryStoreConfigTest {

  private final MemoryStoreConfig config = MemoryStoreConfig.bounded(1_000);

  @Test
  void aBadSettingIsNamed() {
    assertRefused(() -> config.name(" "), "name");
    assertRefused(() -> MemoryStoreConfig.bounded(0), "maxBytes");
    assertRefused(() -> config.maxValueBytes(-1), "maxValueBytes");
    assertRefused(() -> config.maxValueBytes(1L << 31), "maxValueBytes");
    assertRefused(() -> config.maxAtomicBytes(-1), "maxAtomicBytes");
    assertRefused(() -> config.lifetime(Duration.ZERO), "lifetime, in ms,");
    assertRefused(() -> config.lifetime(Duration.ofDays(4_000)), "lifetime, in ms,");
    assertRefused(() -> config.feedChanges(0), "feedChanges");
    assertRefused(() -> config.feedChanges(1 << 25), "feedChanges");
  }

  @Test
  void aSettingChangesNoOther() {
    Duration lifetime = Duration.ofMinutes(5);
    MemoryStoreConfig changed =
        config.lifetime(lifetime).name("n").maxValueBytes(2).maxAtomicBytes(3).feedChanges(4);
    assertThat(changed)
        .isEqualTo(new MemoryStoreConfig("n", 1_000, 2, 3, 4, Optional.of(lifetime)));
  }

  @Test
  void aStoreIsBoundedOrNot() {
    assertThat(config.isBounded()).isTrue();
    assertThat(MemoryStoreConfig.unbounded().isBounded()).isFalse();
    assertThat(MemoryStoreConfig.unbounded().mayForget()).isFalse();
    assertThat(MemoryStoreConfig.unbounded().lifetime(Duration.ofDays(1)).mayForget()).isTrue();
  }

  private static void assertRefused(ThrowingCallable call, String setting) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(setting + " is ");
  }
}
