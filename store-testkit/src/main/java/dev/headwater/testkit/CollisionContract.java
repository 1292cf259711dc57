package dev.headwater.testkit;

import static dev.headwater.testkit.Entries.ENCODING;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Batch;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.MergeOutcome.Collided;
import dev.headwater.store.MergeOutcome.Survivor;
import dev.headwater.store.Purge;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Different entries of one stamp: the order decides the same way everywhere, and it is told. */
abstract class CollisionContract extends ContractGroup {

  @Test
  void theHashDecidesBetweenValues() {
    collide(value("a", 1, "one"), value("a", 1, "two"));
    collide(value("b", 1, "one"), value("b", 1, "three"));
    collide(value("c", 1, ""), value("c", 1, "\u0000"));
  }

  @Test
  void aTombstoneWinsOverAValue() {
    collide(value("a", 1, "one"), tombstone("a", 1));
    collide(value("b", 1, "two"), tombstone("b", 1));
  }

  @Test
  void theSameBytesInAnotherEncodingCollide() {
    byte[] bytes = {1, 2, 3};
    collide(
        Entry.of(key("a"), stamp(1), EncodedValue.of(bytes, "bytes")),
        Entry.of(key("a"), stamp(1), EncodedValue.of(bytes, ENCODING)));
  }

  @Test
  void theSameBytesWithAnotherExpiryCollide() {
    byte[] bytes = {1, 2, 3};
    long later = nowMillis() + 60_000;
    collide(
        Entry.of(key("a"), stamp(1), EncodedValue.of(bytes, ENCODING)),
        Entry.of(key("a"), stamp(1), EncodedValue.of(bytes, ENCODING, later)));
    collide(
        Entry.of(key("b"), stamp(1), EncodedValue.of(bytes, ENCODING, later)),
        Entry.of(key("b"), stamp(1), EncodedValue.of(bytes, ENCODING, later + 1)));
  }

  @Test
  void manyEntriesOfOneStampComeToTheSameInEveryOrder() {
    List<Entry> entries =
        List.of(value("a", 1, "1"), value("a", 1, "2"), value("a", 1, "3"), value("a", 1, "4"));
    Entry winner = entries.stream().max(EntryOrder::compare).orElseThrow();
    entries.forEach(this::merge);
    assertThat(read("a")).isEqualTo(winner);
    store().purge(List.of(Purge.of(winner)));
    for (int i = entries.size() - 1; i >= 0; i--) {
      merge(entries.get(i));
    }
    assertThat(read("a")).isEqualTo(winner);
  }

  @Test
  void aCollisionInABatchIsToldToo() {
    Entry one = value("a", 1, "one");
    Entry two = value("a", 1, "two");
    write(lower(one, two));
    assertThat(store().mergeAll(Batch.of(List.of(higher(one, two), value("b", 1, "x")))))
        .first()
        .isEqualTo(new Collided(Survivor.GIVEN, stamp(1)));
    assertThat(read("a")).isEqualTo(higher(one, two));
  }

  @Test
  void aCollisionThatTheHeldEntryWinsIsNotFed() {
    Entry one = value("a", 1, "one");
    Entry two = value("a", 1, "two");
    FeedReader feed = feed(FeedRequest.fromStart());
    write(higher(one, two));
    feed.await(higher(one, two)).settle();
    merge(lower(one, two));
    write(value("z", 1, "sentinel"));
    feed.await(value("z", 1, "sentinel"));
    assertThat(feed.entries()).containsExactly(value("z", 1, "sentinel"));
  }

  /** Merges both in both orders, the second time under another key. */
  private void collide(Entry one, Entry two) {
    Entry lower = lower(one, two);
    Entry higher = higher(one, two);
    write(lower);
    assertThat(merge(higher)).isEqualTo(new Collided(Survivor.GIVEN, lower.stamp()));
    assertThat(held(lower.key())).isEqualTo(higher);
    assertThat(merge(lower)).isEqualTo(new Collided(Survivor.HELD, higher.stamp()));
    assertThat(held(lower.key())).isEqualTo(higher);
  }

  private static Entry lower(Entry one, Entry two) {
    return EntryOrder.compare(one, two) < 0 ? one : two;
  }

  private static Entry higher(Entry one, Entry two) {
    return EntryOrder.compare(one, two) < 0 ? two : one;
  }
}
