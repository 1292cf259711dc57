package dev.headwater.testkit;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Batch;
import dev.headwater.store.Batch.Atomicity;
import dev.headwater.store.Capability;
import dev.headwater.store.Entry;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.MergeOutcome.Refused;
import dev.headwater.store.MergeOutcome.Superseded;
import dev.headwater.store.Precondition;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A batch of EACH is many merges in one call; a batch of ALL happens together or not at all. */
abstract class BatchContract extends ContractGroup {

  // --- each on its own ---

  @Test
  void anEmptyBatchHasNoOutcomes() {
    assertThat(store().mergeAll(Batch.of(List.of()))).isEmpty();
  }

  @Test
  void outcomesStandInTheOrderOfTheBatch() {
    write(value("same", 1, "x"), value("newer", 5, "x"), value("older", 1, "x"));
    List<Entry> batch =
        List.of(
            value("z-new", 1, "x"),
            value("newer", 2, "loses"),
            tombstone("older", 2),
            value("same", 1, "x"),
            value("a-new", 1, "x"));
    assertThat(store().mergeAll(Batch.of(batch)))
        .containsExactly(
            MergeOutcome.written(),
            new Superseded(stamp(5)),
            MergeOutcome.written(),
            MergeOutcome.unchanged(),
            MergeOutcome.written());
    assertThat(list(ListRequest.all("")))
        .containsExactly(
            batch.get(4), value("newer", 5, "x"), batch.get(2), batch.get(3), batch.get(0));
  }

  @Test
  void ofSeveralEntriesOfAKeyTheNewestIsHeld() {
    Entry newest = value("a", 3, "newest");
    List<Entry> batch =
        List.of(value("a", 1, "x"), newest, value("b", 1, "x"), tombstone("a", 2), newest);
    List<MergeOutcome> outcomes = store().mergeAll(Batch.of(batch));
    assertThat(outcomes).hasSize(5);
    assertThat(outcomes.get(1).isHeld()).isTrue();
    assertThat(outcomes.get(4).isHeld()).isTrue();
    assertThat(outcomes.get(2)).isEqualTo(MergeOutcome.written());
    assertThat(outcomes.get(1).wrote() || outcomes.get(4).wrote()).isTrue();
    for (MergeOutcome loser : List.of(outcomes.get(0), outcomes.get(3))) {
      assertThat(loser).isInstanceOfAny(MergeOutcome.Written.class, Superseded.class);
    }
    assertThat(list(ListRequest.all(""))).containsExactly(newest, value("b", 1, "x"));
  }

  @Test
  void repeatingABatchChangesNothing() {
    List<Entry> batch = Entries.values("k", 20, 1);
    store().mergeAll(Batch.of(batch));
    assertThat(store().mergeAll(Batch.of(batch)))
        .hasSize(20)
        .containsOnly(MergeOutcome.unchanged());
  }

  @Test
  void aLargeBatchIsMerged() {
    List<Entry> batch = Entries.values("k", 2_000, 1);
    assertThat(store().mergeAll(Batch.of(batch)))
        .hasSize(2_000)
        .containsOnly(MergeOutcome.written());
    assertThat(list(ListRequest.live("k"))).containsExactlyElementsOf(batch);
  }

  @Test
  void aBatchOfEachMayHavePreconditionsThatAreDecidedOneByOne() {
    requireDecisionsAtOnce();
    write(value("taken", 1, "x"));
    Batch batch =
        new Batch(
            List.of(
                new Write(value("taken", 2, "y"), Precondition.absent()),
                new Write(value("free", 2, "y"), Precondition.absent()),
                Write.of(value("any", 2, "y"))),
            Atomicity.EACH);
    if (!has(Capability.PRECONDITIONS)) {
      assertRejected(Reason.UNSUPPORTED, () -> store().mergeAll(batch));
      assertThat(list(ListRequest.all(""))).containsExactly(value("taken", 1, "x"));
      return;
    }
    assertThat(store().mergeAll(batch))
        .containsExactly(new Refused(stamp(1)), MergeOutcome.written(), MergeOutcome.written());
    assertThat(read("taken")).isEqualTo(value("taken", 1, "x"));
    assertThat(read("free")).isEqualTo(value("free", 2, "y"));
  }

  // --- all together ---

  @Test
  void anEmptyAtomicBatchHasNoOutcomes() {
    expectAll(List.of(), List.of());
  }

  @Test
  void anAtomicBatchIsMerged() {
    expectAll(
        List.of(Write.of(value("b", 1, "x")), Write.of(tombstone("a", 1))),
        List.of(MergeOutcome.written(), MergeOutcome.written()));
  }

  @Test
  void aSupersededWriteDoesNotFailAnAtomicBatch() {
    write(value("b", 5, "newer"));
    expectAll(
        List.of(
            Write.of(value("a", 2, "x")),
            Write.of(value("b", 2, "loses")),
            Write.of(value("c", 2, "x"))),
        List.of(MergeOutcome.written(), new Superseded(stamp(5)), MergeOutcome.written()));
  }

  @Test
  void aPreconditionThatDoesNotHoldRefusesTheWholeAtomicBatch() {
    write(value("b", 1, "there"), value("d", 1, "there"));
    expectAll(
        List.of(
            Write.of(value("a", 2, "x")),
            new Write(value("b", 2, "x"), Precondition.absent()),
            new Write(value("c", 2, "x"), Precondition.absent()),
            Write.of(value("d", 2, "x"))),
        List.of(
            new Refused(null), new Refused(stamp(1)), new Refused(null), new Refused(stamp(1))));
  }

  @Test
  void anAtomicBatchWhosePreconditionsAllHoldIsMerged() {
    write(value("b", 1, "there"));
    expectAll(
        List.of(
            new Write(value("a", 2, "x"), Precondition.absent()),
            new Write(value("b", 2, "x"), Precondition.stampIs(stamp(1)))),
        List.of(MergeOutcome.written(), MergeOutcome.written()));
  }

  @Test
  void repeatingAConditionalAtomicBatchSucceeds() {
    List<Write> writes =
        List.of(
            new Write(value("a", 2, "x"), Precondition.absent()),
            new Write(value("b", 2, "x"), Precondition.absent()));
    expectAll(writes, List.of(MergeOutcome.written(), MergeOutcome.written()));
    expectAll(writes, List.of(MergeOutcome.unchanged(), MergeOutcome.unchanged()));
  }

  @Test
  void aRefusedAtomicBatchIsNotFed() {
    FeedReader feed = feed(FeedRequest.fromStart());
    write(value("b", 1, "there"));
    feed.await(value("b", 1, "there")).settle();
    expectAll(
        List.of(Write.of(value("a", 2, "x")), new Write(value("b", 2, "x"), Precondition.absent())),
        List.of(new Refused(null), new Refused(stamp(1))));
    write(value("z", 1, "sentinel"));
    feed.await(value("z", 1, "sentinel"));
    assertThat(keys(feed.entries())).containsOnly(key("z"));
  }

  @Test
  void readersSeeAnAtomicBatchWholeOrNotAtAll() throws InterruptedException {
    if (!has(Capability.ATOMIC_BATCHES)) {
      expectAll(List.of(Write.of(value("a", 1, "x"))), List.of());
      return;
    }
    int rounds = 40;
    Parallel.run(
        2,
        thread -> {
          for (int i = 1; i <= rounds; i++) {
            if (thread == 0) {
              store().mergeAll(atomic(List.of(value("a", i, "x"), value("b", i, "x"))));
            } else {
              requireSameStamps();
            }
          }
        });
    assertThat(read("b")).isEqualTo(value("b", rounds, "x"));
  }

  /* First a, then b: what a reader finds of a is there for b as well, or something newer. */
  private void requireSameStamps() {
    Entry a = read("a");
    Entry b = read("b");
    if (a != null) {
      assertThat(b).as("the batch of %s was seen in part", a.stamp()).isNotNull();
      assertThat(a.stamp().isAfter(Objects.requireNonNull(b).stamp())).isFalse();
    }
  }

  private void expectAll(List<Write> writes, List<MergeOutcome> expected) {
    List<Entry> before = list(ListRequest.all(""));
    Batch batch = new Batch(writes, Atomicity.ALL);
    if (!isSupported(writes)) {
      assertRejected(Reason.UNSUPPORTED, () -> store().mergeAll(batch));
      assertThat(list(ListRequest.all(""))).isEqualTo(before);
      return;
    }
    assertThat(store().mergeAll(batch)).isEqualTo(expected);
    List<Entry> after = new ArrayList<>(before);
    for (int i = 0; i < writes.size(); i++) {
      if (expected.get(i).wrote()) {
        Entry entry = writes.get(i).entry();
        after.removeIf(one -> one.key().equals(entry.key()));
        after.add(entry);
      }
    }
    assertThat(list(ListRequest.all(""))).containsExactlyInAnyOrderElementsOf(after);
  }

  private boolean isSupported(List<Write> writes) {
    boolean conditional = writes.stream().anyMatch(ReferenceStore::isConditional);
    Set<Capability> needed =
        conditional
            ? Set.of(Capability.ATOMIC_BATCHES, Capability.PRECONDITIONS)
            : Set.of(Capability.ATOMIC_BATCHES);
    return store().capabilities().set().containsAll(needed);
  }

  private static Batch atomic(List<Entry> entries) {
    return new Batch(entries.stream().map(Write::of).toList(), Atomicity.ALL);
  }
}
