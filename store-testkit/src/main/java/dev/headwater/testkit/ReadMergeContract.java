package dev.headwater.testkit;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Batch;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.Stamp;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A merge keeps the entry that supersedes the other; a read returns it, as it was given. */
abstract class ReadMergeContract extends ContractGroup {

  @Test
  void aKeyThatWasNeverWrittenIsAbsent() {
    assertThat(read("nobody")).isNull();
    assertThat(store().readAll(List.of(key("nobody"), key("no one")))).isEqualTo(ReadBatch.EMPTY);
  }

  @Test
  void aMergedEntryIsReadAsItWasGiven() {
    Entry entry = value("a", 1, "first");
    assertThat(merge(entry)).isEqualTo(MergeOutcome.written());
    assertThat(read("a")).isEqualTo(entry);
  }

  @Test
  void theHashOfAnEntryIsTheSameInTheStore() {
    Entry entry = value("a", 1, "first");
    write(entry);
    assertThat(read("a")).extracting(Entry::hash).isEqualTo(entry.hash());
  }

  @Test
  void aNewerEntryReplacesAnOlder() {
    write(value("a", 1, "old"), value("a", 2, "new"));
    assertThat(read("a")).isEqualTo(value("a", 2, "new"));
  }

  @Test
  void anOlderEntryIsSupersededAndNothingIsWritten() {
    write(value("a", 2, "new"));
    assertThat(merge(value("a", 1, "old"))).isEqualTo(new MergeOutcome.Superseded(stamp(2)));
    assertThat(read("a")).isEqualTo(value("a", 2, "new"));
  }

  @Test
  void repeatingAMergeChangesNothing() {
    write(value("a", 1, "same"));
    assertThat(merge(value("a", 1, "same"))).isEqualTo(MergeOutcome.unchanged());
    assertThat(read("a")).isEqualTo(value("a", 1, "same"));
  }

  @Test
  void repeatingASupersededMergeIsSupersededAgain() {
    write(value("a", 1, "old"), value("a", 2, "new"));
    assertThat(merge(value("a", 1, "old"))).isEqualTo(new MergeOutcome.Superseded(stamp(2)));
  }

  @Test
  void theOriginDecidesBetweenStampsOfOneTime() {
    Entry lower = value(key("a"), stamp(1, 3), "lower");
    Entry higher = value(key("a"), stamp(1, 4), "higher");
    write(lower, higher);
    assertThat(merge(lower)).isEqualTo(new MergeOutcome.Superseded(higher.stamp()));
    assertThat(read("a")).isEqualTo(higher);
  }

  @Test
  void theCounterDecidesWithinAMillisecondBeforeTheOrigin() {
    Entry lower = value(key("a"), Stamp.of(1, 1, 9), "lower");
    Entry higher = value(key("a"), Stamp.of(1, 2, 8), "higher");
    write(higher);
    assertThat(merge(lower)).isEqualTo(new MergeOutcome.Superseded(higher.stamp()));
    assertThat(read("a")).isEqualTo(higher);
  }

  @Test
  void theLowestAndTheHighestStampAreKept() {
    Entry lowest = value(key("low"), Stamp.MIN, "lowest");
    Entry highest = value(key("high"), new Stamp(Long.MAX_VALUE, Long.MAX_VALUE), "highest");
    write(lowest, highest);
    assertThat(read("low")).isEqualTo(lowest);
    assertThat(read("high")).isEqualTo(highest);
  }

  @Test
  void stampsAreComparedAsNumbersAndNotAsText() {
    Entry nine = value(key("a"), new Stamp(9, 9), "nine");
    Entry ten = value(key("a"), new Stamp(10, 1), "ten");
    write(nine, ten);
    assertThat(merge(nine)).isEqualTo(new MergeOutcome.Superseded(ten.stamp()));
  }

  @Test
  void everyByteOfAValueIsKept() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    Entry entry = Entry.of(key("a"), stamp(1), EncodedValue.of(bytes, "bytes"));
    write(entry);
    assertThat(read("a")).isEqualTo(entry);
  }

  @Test
  void theEncodingIsKept() {
    Entry entry = Entry.of(key("a"), stamp(1), EncodedValue.of(new byte[] {1}, "x'%_\\\"+deflate"));
    write(entry);
    assertThat(read("a")).isEqualTo(entry);
  }

  @Test
  void keysDoNotDisturbEachOther() {
    write(value("a", 1, "of a"), value("b", 5, "of b"), value("ab", 3, "of ab"));
    write(value("a", 2, "of a, again"));
    assertThat(read("a")).isEqualTo(value("a", 2, "of a, again"));
    assertThat(read("b")).isEqualTo(value("b", 5, "of b"));
    assertThat(read("ab")).isEqualTo(value("ab", 3, "of ab"));
  }

  @Test
  void readAllReturnsWhatIsHeldOfTheKeys() {
    Entry a = value("a", 1, "of a");
    Entry b = value("b", 1, "of b");
    write(a, b, value("c", 1, "of c"));
    ReadBatch batch = store().readAll(List.of(b.key(), key("absent"), a.key(), b.key()));
    assertThat(batch.entries()).containsOnlyKeys(a.key(), b.key()).containsValues(a, b);
    assertThat(batch.corrupt()).isEmpty();
  }

  @Test
  void readAllOfNoKeysIsEmpty() {
    assertThat(store().readAll(List.of())).isEqualTo(ReadBatch.EMPTY);
  }

  @Test
  void readAllTakesManyKeys() {
    List<Entry> entries = Entries.values("k", 1_500, 1);
    store().mergeAll(Batch.of(entries));
    List<Key> keys = new ArrayList<>(keys(entries));
    keys.add(key("absent"));
    assertThat(store().readAll(keys).entries().values())
        .containsExactlyInAnyOrderElementsOf(entries);
  }

  @Test
  void whatOneStoreAcknowledgedAnotherReads() {
    requireDecisionsAtOnce();
    write(value("a", 1, "one"));
    assertThat(open().read(key("a"))).isEqualTo(value("a", 1, "one"));
  }

  @Test
  void whatAnotherStoreWroteIsAFloorHere() {
    requireDecisionsAtOnce();
    try (var other = open()) {
      other.mergeAll(Batch.of(List.of(value("a", 2, "theirs"))));
    }
    assertThat(merge(value("a", 1, "ours"))).isEqualTo(new MergeOutcome.Superseded(stamp(2)));
    assertThat(read("a")).isEqualTo(value("a", 2, "theirs"));
  }
}
