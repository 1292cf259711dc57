package dev.headwater.store.memory;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.EntryCursor;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import dev.headwater.testkit.ManualClock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemoryStoreLifecycleTest {

  private final MemoryStore store =
      MemoryStore.open(MemoryStoreConfig.unbounded(), new ManualClock());

  @Test
  void aCursorEndsWithItsStore() {
    EntryCursor cursor = store.list(ListRequest.all(""));
    store.close();
    assertThatThrownBy(cursor::next).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aReadThatMeetsTheClosingNeverFindsAnAbsence() throws Exception {
    for (int round = 0; round < 200; round++) {
      Store one = MemoryStore.open(MemoryStoreConfig.unbounded(), new ManualClock());
      one.merge(Write.of(value("k", 1, "v")));
      CountDownLatch reading = new CountDownLatch(1);
      CompletableFuture<String> end =
          CompletableFuture.supplyAsync(() -> readToTheEnd(one, reading));
      reading.await();
      one.close();
      assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo("closed");
    }
  }

  private static String readToTheEnd(Store store, CountDownLatch reading) {
    try {
      while (store.read(key("k")) != null) {
        reading.countDown();
      }
      return "absent";
    } catch (IllegalStateException e) {
      return "closed";
    }
  }
}
