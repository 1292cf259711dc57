package dev.headwater.store.memory;

import static dev.headwater.testkit.Entries.expiring;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.typed.TypedStore;
import dev.headwater.testkit.ManualClock;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryStoreReadAllocationTest {

  private static final int READS = 1_000_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final ManualClock clock = new ManualClock();
  private final List<Key> keys = new ArrayList<>();

  @Test
  void aHitInABoundedStoreAllocatesNothing() {
    assertAllocatesNothing(MemoryStore.open(MemoryStoreConfig.bounded(1 << 24), clock));
  }

  @Test
  void aHitInAnUnboundedStoreAllocatesNothing() {
    assertAllocatesNothing(MemoryStore.open(MemoryStoreConfig.unbounded(), clock));
  }

  private void assertAllocatesNothing(Store store) {
    fill(store);
    TypedStore<String> view = TypedStore.of(store, Codecs.utf8(), new HybridClock(1, clock));
    readAll(view); // warms up, and decodes each value once
    readAll(view);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    readAll(view);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    // what is left is the odd object of the JVM itself, far below a byte per read
    assertThat(allocated).isLessThan(READS / 100);
  }

  private void fill(Store store) {
    for (int i = 0; i < 1_024; i++) {
      Entry entry =
          i % 2 == 0
              ? value("key" + i, 1, "value " + i)
              : expiring("key" + i, 1, "value " + i, clock.millis() + 1);
      store.merge(Write.of(entry));
      keys.add(entry.key());
    }
  }

  private void readAll(TypedStore<String> view) {
    int length = 0;
    for (int i = 0; i < READS; i++) {
      String value = view.get(keys.get(i & 1_023));
      length += value == null ? 0 : value.length();
    }
    assertThat(length).isGreaterThan(READS);
  }
}
