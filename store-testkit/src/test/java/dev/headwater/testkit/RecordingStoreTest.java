package dev.headwater.testkit;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Batch;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Purge;
import dev.headwater.store.Write;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingStoreTest {

  private final RecordingStore store =
      new RecordingStore(ReferenceStore.create("reference", new ManualClock()));

  @Test
  void everyOperationIsRecordedWithItsKeys() {
    store.merge(Write.of(value("a", 1, "x")));
    store.mergeAll(Batch.of(Entries.values("k", 3, 1)));
    store.read(key("a"));
    store.readAll(List.of(key("a"), key("b")));
    try (var cursor = store.list(ListRequest.all("").pageSize(2))) {
      cursor.next();
      cursor.next();
    }
    store.head();
    try (var feed = store.feed(FeedRequest.fromStart())) {
      feed.poll(Duration.ZERO);
    }
    store.purge(List.of(Purge.of(value("a", 1, "x"))));
    store.close();
    assertThat(store.operations())
        .containsExactly(
            "merge(1)",
            "mergeAll(3)",
            "read(1)",
            "readAll(2)",
            "list",
            "page",
            "page",
            "head",
            "feed",
            "poll",
            "purge(1)",
            "close");
    assertThat(store.requests()).isEqualTo(10);
  }

  @Test
  void operationsAndKeysAreCountedAndForgotten() {
    store.mergeAll(Batch.of(Entries.values("k", 3, 1)));
    store.mergeAll(Batch.of(Entries.values("k", 4, 1)));
    assertThat(store.count(Operation.MERGE_ALL)).isEqualTo(2);
    assertThat(store.keys(Operation.MERGE_ALL)).isEqualTo(7);
    assertThat(store.count(Operation.READ)).isZero();
    store.clear();
    assertThat(store.operations()).isEmpty();
  }

  @Test
  void theNameShowsTheStack() {
    assertThat(store.name()).isEqualTo("recording(reference)");
  }
}
