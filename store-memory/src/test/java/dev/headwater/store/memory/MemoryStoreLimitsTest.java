package dev.headwater.store.memory;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Write;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.ManualClock;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryStoreLimitsTest {

  private final MemoryStore store =
      MemoryStore.open(
          MemoryStoreConfig.unbounded().maxValueBytes(100).maxAtomicBytes(500), new ManualClock());

  @Test
  void aValueAboveTheLimitIsRejectedBeforeAnythingIsWritten() {
    store.merge(Write.of(sized("fits", 1, 100)));
    assertThatThrownBy(() -> store.merge(Write.of(sized("k", 1, 101))))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("'k'")
        .hasMessageContaining("101 bytes")
        .hasMessageContaining("at most 100");
    assertThatThrownBy(
            () -> store.mergeAll(Batch.of(List.of(value("good", 1, "v"), sized("k", 1, 101)))))
        .isInstanceOf(RejectedException.class);
    assertThat(store.read(key("good"))).isNull();
  }

  @Test
  void anAtomicBatchAboveTheLimitIsRejected() {
    List<Entry> entries = List.of(1, 2, 3, 4, 5).stream().map(i -> sized("k" + i, 1, 100)).toList();
    assertThatThrownBy(() -> store.mergeAll(atomic(entries)))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("at most 500");
    assertThat(store.mergeAll(Batch.of(entries))).hasSize(5);
    assertThat(store.mergeAll(atomic(entries.subList(0, 2)))).hasSize(2);
  }

  @Test
  void anAtomicBatchHasAtMostAsManyWritesAsDeclared() {
    int most = store.capabilities().limits().maxAtomicWrites();
    MemoryStore roomy = MemoryStore.open(MemoryStoreConfig.unbounded(), new ManualClock());
    assertThat(roomy.mergeAll(atomic(Entries.values("k", most, 1)))).hasSize(most);
    assertThatThrownBy(() -> roomy.mergeAll(atomic(Entries.values("k", most + 1, 2))))
        .isInstanceOf(RejectedException.class);
  }

  private static Batch atomic(List<Entry> entries) {
    return new Batch(entries.stream().map(Write::of).toList(), Batch.Atomicity.ALL);
  }
}
