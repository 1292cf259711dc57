package dev.headwater.sync;

import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Entry;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.sync.HeldRecord.Reason;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.FaultyStore;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.Operation;
import dev.headwater.testkit.RecordingStore;
import dev.headwater.testkit.ReferenceData;
import dev.headwater.testkit.ReferenceStore;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits on removals, and records that are held while the others go on. */
class SyncLimitsTest {

  private final ManualClock clock = new ManualClock();
  private final ReferenceData left = new ReferenceData();
  private final ReferenceData right = new ReferenceData();
  private final ReferenceStore source = ReferenceStore.over(left, "left", clock);
  private final RecordingStore target =
      new RecordingStore(ReferenceStore.over(right, "right", clock));

  private SyncBuilder sync(Store from, Store to) {
    return Sync.between(from, to).time(clock).background(new Inline().background());
  }

  private void deleteInSource(int count) {
    for (Entry entry : Entries.values("k", count, 1)) {
      Contents.fill(target, entry);
      Contents.fill(source, Entry.tombstone(entry.key(), Entries.stamp(2)));
    }
    target.clear();
  }

  @Test
  void aRunThatWouldRemoveTooMuchWritesNothing() {
    deleteInSource(4);
    Contents.fill(source, value("new", 1, "v"));
    Sync sync = sync(source, target).maxDeletes(3).build();
    SyncReport report = sync.attempt();
    assertThat(report.ending()).isEqualTo(new Ending.TooManyDeletes(0, 4, 3));
    assertThat(report.copied() + report.removed()).isZero();
    assertThat(target.count(Operation.MERGE_ALL)).isZero();
    assertThatThrownBy(sync::run)
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(RejectedException.Reason.LIMIT))
        .hasMessageContaining(
            "0 values from the source and 4 from the target, maxDeletes allows 3");
  }

  @Test
  void aRunAtTheLimitIsAllowed() {
    deleteInSource(4);
    SyncReport report = sync(source, target).maxDeletes(4).build().run();
    assertThat(report.removed()).isEqualTo(4);
    assertThat(report.sourceRequests()).as("two walks").isEqualTo(2);
  }

  @Test
  void theLimitHoldsForEachSide() {
    Contents.fill(source, tombstone("a", 2), value("b", 1, "v"));
    Contents.fill(target, value("a", 1, "v"), tombstone("b", 2));
    SyncReport report = sync(source, target).mode(Sync.Mode.TWO_WAY).maxDeletes(1).build().run();
    assertThat(report.removed()).isEqualTo(2);
    SyncReport none = sync(target, source).mode(Sync.Mode.TWO_WAY).maxDeletes(0).build().run();
    assertThat(none.removed()).as("nothing left to remove").isZero();
  }

  @Test
  void tombstonesWithNothingToRemoveAreNoRemovals() {
    Contents.fill(source, tombstone("a", 2), tombstone("b", 3));
    Contents.fill(target, tombstone("b", 1));
    SyncReport report = sync(source, target).maxDeletes(0).build().run();
    assertThat(report.copied()).isEqualTo(2);
    assertThat(report.removed()).isZero();
  }

  @Test
  void aDryRunSaysWhetherTheLimitWouldHold() {
    deleteInSource(4);
    SyncReport report = sync(source, target).maxDeletes(3).dryRun().build().attempt();
    assertThat(report.ending()).isEqualTo(new Ending.TooManyDeletes(0, 4, 3));
    assertThat(report.removed()).as("what it would remove").isEqualTo(4);
    assertThat(report.sourceRequests()).as("one walk").isEqualTo(1);
  }

  /** Counterexample 34: the limit is hit in the middle. */
  @Test
  void removalsThatComeBetweenTheWalksAreHeldAboveTheLimit() {
    deleteInSource(2);
    Contents.fill(target, value("z1", 1, "v"), value("z2", 1, "v"));
    FaultyStore late = new FaultyStore(source);
    late.faults()
        .runAfter(
            Operation.PAGE, () -> Contents.fill(source, tombstone("z1", 2), tombstone("z2", 2)));
    SyncReport report = sync(late, target).maxDeletes(3).build().run();
    assertThat(report.removed()).isEqualTo(3);
    assertThat(report.firstHeld())
        .singleElement()
        .satisfies(
            held -> {
              assertThat(held.key()).isEqualTo(Key.of("z2"));
              assertThat(held.side()).isEqualTo(Side.SOURCE);
              assertThat(held.reason()).isEqualTo(Reason.DELETE_LIMIT);
            });
  }

  @ParameterizedTest
  @EnumSource(Sync.Mode.class)
  void holdsWhatIsCorruptOnEitherSideAndGoesOn(Sync.Mode mode) {
    Contents.fill(source, value("a", 1, "v"), value("b", 1, "v"), value("d", 1, "v"));
    left.corrupt(Key.of("c"));
    right.corrupt(Key.of("b"));
    SyncReport report = sync(source, target).mode(mode).build().run();
    assertThat(report.copied()).isEqualTo(2);
    assertThat(report.held()).isEqualTo(2);
    assertThat(report.firstHeld())
        .extracting(HeldRecord::key, HeldRecord::side, HeldRecord::reason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Key.of("b"), Side.TARGET, Reason.CORRUPT),
            org.assertj.core.groups.Tuple.tuple(Key.of("c"), Side.SOURCE, Reason.CORRUPT));
    assertThat(target.readAll(List.of(Key.of("b"))).corrupt()).as("still there").hasSize(1);
    assertThat(Contents.of(target)).doesNotContainKey(Key.of("c"));
  }

  @Test
  void holdsWhatBecomesCorruptBeforeItIsMerged() {
    Contents.fill(source, value("a", 1, "v"), value("b", 1, "v"));
    FaultyStore late = new FaultyStore(target);
    late.faults().runBefore(Operation.MERGE_ALL, () -> right.corrupt(Key.of("a")));
    SyncReport report = sync(source, late).build().run();
    assertThat(report.copied()).isEqualTo(1);
    assertThat(report.firstHeld())
        .extracting(HeldRecord::side, HeldRecord::reason)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Side.TARGET, Reason.CORRUPT));
  }

  /** Counterexample 23: a stamp far in the future, of a value and of a tombstone. */
  @Test
  void holdsStampsFromTheFutureUntilTheirTimeComes() {
    long tomorrow = clock.millis() + 86_400_000;
    Contents.fill(source, value("a", tomorrow, "v"), tombstone("b", tomorrow), value("c", 1, "v"));
    Contents.fill(target, value("b", 1, "v"));
    SyncReport report = sync(source, target).mode(Sync.Mode.TWO_WAY).build().run();
    assertThat(report.copied()).isEqualTo(1);
    assertThat(report.removed()).isZero();
    assertThat(report.firstHeld())
        .extracting(HeldRecord::reason)
        .containsExactly(Reason.FUTURE_STAMP, Reason.FUTURE_STAMP);
    clock.advance(java.time.Duration.ofDays(1));
    SyncReport next = sync(source, target).mode(Sync.Mode.TWO_WAY).build().run();
    assertThat(next.copied()).isEqualTo(1);
    assertThat(next.removed()).isEqualTo(1);
  }

  /** Counterexample 27: one record that is too large must not stop the others. */
  @Test
  void holdsValuesThatTheTargetDoesNotTake() {
    Capabilities all = ReferenceStore.CAPABILITIES;
    ReferenceStore small =
        ReferenceStore.create(
            "small",
            clock,
            new Capabilities(all.set(), new Capabilities.Limits(100, 128, 1 << 22, 1_000)));
    Contents.fill(source, sized("a", 1, 100), sized("b", 1, 101), sized("c", 1, 1));
    SyncReport report = sync(source, small).build().run();
    assertThat(report.copied()).isEqualTo(2);
    assertThat(report.firstHeld())
        .containsExactly(
            new HeldRecord(
                Key.of("b"),
                Side.SOURCE,
                Reason.TOO_LARGE,
                "its value has 101 bytes, the target takes 100"));
  }

  /** Counterexample 30: one record is rejected among many. */
  @Test
  void isolatesARecordThatTheTargetRejects() {
    Contents.fill(source, Entries.values("k", 100, 1));
    Picky picky =
        new Picky(target, RejectedException.Reason.LIMIT, List.of("k00013", "k00014", "k00099"));
    SyncReport report = sync(source, picky).build().run();
    assertThat(report.copied()).isEqualTo(97);
    assertThat(report.firstHeld())
        .allSatisfy(
            held -> {
              assertThat(held.side()).isEqualTo(Side.SOURCE);
              assertThat(held.reason()).isEqualTo(Reason.REJECTED);
              assertThat(held.explanation()).contains("not this one");
            })
        .extracting(held -> String.valueOf(held.key()))
        .containsExactly("k00013", "k00014", "k00099");
  }

  @Test
  void isolatesARecordWhoseStampTheTargetRejects() {
    Contents.fill(source, Entries.values("k", 3, 1));
    Picky picky = new Picky(target, RejectedException.Reason.CLOCK, List.of("k00001"));
    SyncReport report = sync(source, picky).build().run();
    assertThat(report.copied()).isEqualTo(2);
    assertThat(report.firstHeld())
        .extracting(HeldRecord::reason)
        .containsExactly(Reason.FUTURE_STAMP);
  }

  @Test
  void endsWhenTheTargetRejectsEverything() {
    Contents.fill(source, Entries.values("k", 3, 1));
    Picky picky = new Picky(target, RejectedException.Reason.PERMISSION, List.of("k00001"));
    SyncReport report = sync(source, picky).build().attempt();
    assertThat(report.failure()).isInstanceOf(RejectedException.class);
    assertThat(report.held()).isZero();
    assertThat(report.targetRequests()).as("a page and one batch").isEqualTo(2);
  }

  @Test
  void listsTheFirstHeldRecordsAndCountsAll() {
    for (Entry entry : Entries.values("k", 150, 1)) {
      left.corrupt(entry.key());
    }
    SyncReport report = sync(source, target).build().run();
    assertThat(report.held()).isEqualTo(150);
    assertThat(report.firstHeld()).hasSize(SyncReport.MAX_LISTED);
  }

  /** Rejects batches with certain keys. */
  private static final class Picky extends ForwardingStore {
    private final RejectedException.Reason reason;
    private final List<String> disliked;

    Picky(Store delegate, RejectedException.Reason reason, List<String> disliked) {
      super(delegate);
      this.reason = reason;
      this.disliked = disliked;
    }

    @Override
    public List<MergeOutcome> mergeAll(Batch batch) {
      if (batch.writes().stream().anyMatch(write -> disliked.contains(write.key().text()))) {
        throw new RejectedException(
            StoreException.Subject.of(this, "mergeAll"), reason, "not this one");
      }
      return super.mergeAll(batch);
    }
  }
}
