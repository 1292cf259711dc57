package dev.headwater.testkit;

import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Batch;
import dev.headwater.store.Batch.Atomicity;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.Write;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is within the limits is taken; what is above is rejected before anything is written. */
abstract class LimitsContract extends ContractGroup {

  private static final int MIB = 1 << 20;

  /** Above this, limits on values are not tried out: the values would not fit into a test. */
  private static final int LARGEST_TRIED_BYTES = 64 * MIB;

  @Test
  void theLimitsAreStated() {
    Capabilities.Limits limits = limits();
    assertThat(limits.maxValueBytes()).isPositive();
    assertThat(limits.timeoutMillis()).isPositive();
    assertThat(limits.maxAtomicWrites() > 0).isEqualTo(has(Capability.ATOMIC_BATCHES));
    assertThat(limits.maxAtomicBytes() > 0).isEqualTo(has(Capability.ATOMIC_BATCHES));
  }

  @Test
  void anEmptyValueIsAValue() {
    write(sized("a", 1, 0));
    assertThat(read("a")).isEqualTo(sized("a", 1, 0));
    assertThat(list(ListRequest.live(""))).containsExactly(sized("a", 1, 0));
    feed(FeedRequest.fromStart()).await(sized("a", 1, 0));
  }

  @Test
  void aLargeValueIsTaken() {
    Entry large = sized("a", 1, largeBytes());
    write(large);
    assertThat(read("a")).isEqualTo(large);
    assertThat(list(ListRequest.live(""))).containsExactly(large);
    assertThat(store().readAll(List.of(large.key())).entries()).containsEntry(large.key(), large);
    feed(FeedRequest.fromStart()).await(large);
  }

  @Test
  void severalLargeValuesAreWrittenListedAndFedTogether() {
    List<Entry> large = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      large.add(sized("k" + i, 1, largeBytes()));
    }
    assertThat(store().mergeAll(Batch.of(large))).containsOnly(MergeOutcome.written());
    assertThat(list(ListRequest.live(""))).containsExactlyElementsOf(large);
    assertThat(store().readAll(keys(large)).entries()).hasSize(4);
    feed(FeedRequest.fromStart()).await(large);
  }

  @Test
  void aValueAboveTheLimitIsRejected() {
    if (!limitIsTried()) {
      return;
    }
    assertRejected(Reason.LIMIT, () -> merge(oversized("a")));
    assertThat(list(ListRequest.all(""))).isEmpty();
  }

  @Test
  void aValueAboveTheLimitRejectsTheWholeBatchBeforeAnythingIsWritten() {
    if (!limitIsTried()) {
      return;
    }
    List<Entry> entries = List.of(value("a", 1, "fine"), oversized("b"), value("c", 1, "fine"));
    assertRejected(Reason.LIMIT, () -> store().mergeAll(Batch.of(entries)));
    assertThat(list(ListRequest.all(""))).isEmpty();
  }

  @Test
  void aValueAboveTheLimitRejectsAnAtomicBatch() {
    if (!limitIsTried()) {
      return;
    }
    Batch batch = atomic(List.of(value("a", 1, "fine"), oversized("b")));
    assertThatThrownBy(() -> store().mergeAll(batch))
        .isInstanceOfSatisfying(
            RejectedException.class, rejected -> assertThat(rejected.reason()).isIn(reasons()));
    assertThat(list(ListRequest.all(""))).isEmpty();
  }

  @Test
  void anAtomicBatchMayHaveAsManyWritesAsTheLimitSaysAndNotOneMore() {
    if (!has(Capability.ATOMIC_BATCHES)) {
      assertRejected(Reason.UNSUPPORTED, () -> store().mergeAll(atomic(Entries.values("k", 2, 1))));
      return;
    }
    int most = limits().maxAtomicWrites();
    if (most <= 10_000) {
      assertRejected(
          Reason.LIMIT, () -> store().mergeAll(atomic(Entries.values("k", most + 1, 1))));
      assertThat(list(ListRequest.all(""))).isEmpty();
    }
    int fits = Math.min(most, 1_000);
    assertThat(store().mergeAll(atomic(Entries.values("k", fits, 1))))
        .hasSize(fits)
        .containsOnly(MergeOutcome.written());
  }

  @Test
  void anAtomicBatchMayNotHaveMoreBytesThanTheLimitSays() {
    if (!has(Capability.ATOMIC_BATCHES)) {
      assertThat(limits().maxAtomicBytes()).isZero();
      return;
    }
    long most = limits().maxAtomicBytes();
    int writes = (int) Math.min(limits().maxAtomicWrites(), most / largeBytes() + 1);
    if ((long) writes * largeBytes() <= most || most > LARGEST_TRIED_BYTES) {
      return; // the number of writes is the tighter limit
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < writes; i++) {
      entries.add(sized("k%05d".formatted(i), 1, largeBytes()));
    }
    assertRejected(Reason.LIMIT, () -> store().mergeAll(atomic(entries)));
    assertThat(list(ListRequest.all(""))).isEmpty();
  }

  @Test
  void theLongestEncodingIsTaken() {
    Entry entry =
        Entry.of(
            Entries.key("a"),
            stamp(1),
            EncodedValue.of(new byte[] {1}, "e".repeat(EncodedValue.MAX_ENCODING_LENGTH)));
    write(entry);
    assertThat(read("a")).isEqualTo(entry);
  }

  /* Without atomic batches there are two reasons, and the store may name either. */
  private List<Reason> reasons() {
    return has(Capability.ATOMIC_BATCHES)
        ? List.of(Reason.LIMIT)
        : List.of(Reason.LIMIT, Reason.UNSUPPORTED);
  }

  private Capabilities.Limits limits() {
    return store().capabilities().limits();
  }

  /** The longest value, where it is small enough to be tried; else one mebibyte. */
  private int largeBytes() {
    long most = limits().maxValueBytes();
    return most <= 2 * MIB ? (int) most : MIB;
  }

  private boolean limitIsTried() {
    return limits().maxValueBytes() <= LARGEST_TRIED_BYTES;
  }

  private Entry oversized(String key) {
    return sized(key, 1, (int) limits().maxValueBytes() + 1);
  }

  private static Batch atomic(List<Entry> entries) {
    return new Batch(entries.stream().map(Write::of).toList(), Atomicity.ALL);
  }
}
