package dev.headwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Batch.Atomicity;
import dev.headwater.store.StoreException.Subject;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class LimitsTest {

  private static final Subject MERGE = new Subject("disk", "merge", null);
  private static final int ENTRY_BYTES = 1 + EntryRecord.STAMP_BYTES + 1 + 1 + "bytes".length();

  private final Capabilities.Limits limits =
      new Capabilities.Limits(10, 2, 2L * ENTRY_BYTES + 10, 1_000);

  @Test
  void aValueMayBeAsLongAsTheLimitAndNotLonger() {
    limits.check(entry("a", 10), MERGE);
    assertThatThrownBy(() -> limits.check(entry("a", 11), MERGE))
        .hasMessage(
            "disk: merge of 'a': the value has 11 bytes, at most 10 are taken; nothing was written")
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(RejectedException.Reason.LIMIT));
  }

  @Test
  void aTombstoneHasNoValue() {
    new Capabilities.Limits(0, 0, 0, 1_000).check(Entry.tombstone(Key.of("a"), Stamp.MIN), MERGE);
  }

  @Test
  void eachValueOfABatchIsLookedAt() {
    for (Atomicity atomicity : Atomicity.values()) {
      assertRefused(batch(atomicity, entry("a", 1), entry("b", 11))).hasMessageContaining("'b'");
    }
  }

  @Test
  void anAtomicBatchHasABoundOnItsWrites() {
    limits.check(batch(Atomicity.ALL, entry("a", 5), entry("b", 5)), MERGE);
    assertRefused(batch(Atomicity.ALL, entry("a", 0), entry("b", 0), entry("c", 0)))
        .hasMessage(
            "disk: merge: the atomic batch has 3 writes, at most 2 are taken; make it smaller");
  }

  @Test
  void anAtomicBatchHasABoundOnItsBytes() {
    int most = 2 * ENTRY_BYTES + 10;
    assertThat(EntryRecord.bytes(entry("a", 5))).isEqualTo(ENTRY_BYTES + 5);
    assertRefused(batch(Atomicity.ALL, entry("a", 5), entry("b", 6)))
        .hasMessageContaining("has %d bytes, at most %d are taken".formatted(most + 1, most));
  }

  @Test
  void anyOtherBatchMayBeAsLargeAsItLikes() {
    limits.check(batch(Atomicity.EACH, entry("a", 10), entry("b", 10), entry("c", 10)), MERGE);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Batch batch) {
    return assertThatThrownBy(() -> limits.check(batch, MERGE))
        .isInstanceOf(RejectedException.class);
  }

  private static Batch batch(Atomicity atomicity, Entry... entries) {
    return new Batch(List.of(entries).stream().map(Write::of).toList(), atomicity);
  }

  private static Entry entry(String key, int bytes) {
    return Entry.of(Key.of(key), Stamp.MIN, EncodedValue.of(new byte[bytes], "bytes"));
  }
}
