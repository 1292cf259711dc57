package dev.headwater.sync;

import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.filter.KeyFilter;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.Key;
import dev.headwater.store.Mark;
import dev.headwater.store.Store;
import dev.headwater.store.background.Background;
import dev.headwater.sync.SyncEvent.Kind;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.FaultyStore;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.Operation;
import dev.headwater.testkit.ReferenceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How other synchronizers lost data, brought it back or never came to rest; each by its number. */
class SyncCounterexamplesTest {

  private final ManualClock clock = new ManualClock();
  private final ReferenceStore a = ReferenceStore.create("a", clock);
  private final ReferenceStore b = ReferenceStore.create("b", clock);
  private final ReferenceStore c = ReferenceStore.create("c", clock);
  private final List<SyncEvent> events = new ArrayList<>();

  private SyncBuilder sync(Store source, Store target, Sync.Mode mode) {
    return Sync.between(source, target)
        .mode(mode)
        .time(clock)
        .listener(events::add)
        .background(new Inline().background());
  }

  private SyncReport mirror(Store source, Store target) {
    return sync(source, target, Sync.Mode.MIRROR).build().run();
  }

  private SyncReport twoWay(Store source, Store target) {
    return sync(source, target, Sync.Mode.TWO_WAY).build().run();
  }

  private static void assertHoldsOnly(Entry entry, Store... stores) {
    for (Store store : stores) {
      assertThat(Contents.of(store)).isEqualTo(Map.of(entry.key(), entry));
    }
  }

  @Test
  void c01_copiesAreNotStampedAnewAndSoDoNotGoRoundForEver() {
    Contents.fill(a, value("k", 1, "v"));
    mirror(a, b);
    mirror(b, a);
    List<Mark> quiet = List.of(a.head(), b.head());
    for (int i = 0; i < 3; i++) {
      assertThat(mirror(a, b).unchanged() + mirror(b, a).unchanged()).isEqualTo(2);
    }
    assertThat(List.of(a.head(), b.head())).as("not one write").isEqualTo(quiet);
    assertHoldsOnly(value("k", 1, "v"), a, b);
  }

  @Test
  void c02_aCopyIsForwarded() {
    Contents.fill(a, value("k", 1, "v"));
    mirror(a, b);
    mirror(b, c);
    assertHoldsOnly(value("k", 1, "v"), c);
  }

  @Test
  void c03_tombstonesDoNotLoop() {
    Contents.fill(a, tombstone("k", 2));
    Contents.fill(b, value("k", 1, "v"));
    twoWay(a, b);
    twoWay(b, c);
    twoWay(c, a);
    List<Mark> quiet = List.of(a.head(), b.head(), c.head());
    twoWay(a, b);
    twoWay(b, c);
    twoWay(c, a);
    assertThat(List.of(a.head(), b.head(), c.head())).isEqualTo(quiet);
    assertHoldsOnly(tombstone("k", 2), a, b, c);
  }

  @Test
  void c04_ofTwoDeletesTheLaterStampReachesAllThreeStores() {
    Contents.fill(a, tombstone("k", 2));
    Contents.fill(b, tombstone("k", 4));
    Contents.fill(c, value("k", 3, "between the two deletes"));
    twoWay(a, b);
    twoWay(a, c);
    assertHoldsOnly(tombstone("k", 4), a, b, c);
  }

  @Test
  void c09_aPeerRestoredFromABackupIsBroughtForwardAndRemovesNothing() {
    Contents.fill(a, value("kept", 1, "v"), value("changed", 2, "new"), value("later", 3, "v"));
    Contents.fill(a, tombstone("deleted", 4));
    Contents.fill(b, value("kept", 1, "v"), value("changed", 1, "old"), value("deleted", 1, "v"));
    Map<Key, Entry> truth = Contents.of(a);
    twoWay(b, a);
    assertThat(Contents.of(a)).isEqualTo(truth);
    assertThat(Contents.of(b)).isEqualTo(truth);
  }

  @Test
  void c13_twoSynchronizersOfOnePairAreOne() {
    Contents.fill(a, Entries.values("k", 2_000, 1));
    Contents.fill(b, Entries.values("l", 2_000, 1));
    try (Background background = Background.daemon("both")) {
      SyncBuilder one = sync(a, b, Sync.Mode.TWO_WAY).background(background).batchSize(10);
      SyncBuilder other = sync(b, a, Sync.Mode.TWO_WAY).background(background).batchSize(10);
      Sync first = one.listener(event -> {}).build();
      Sync second = other.listener(event -> {}).build();
      CompletableFuture<SyncReport> running =
          CompletableFuture.supplyAsync(first::run, background.executor());
      SyncReport there = second.run();
      SyncReport here = running.join();
      assertThat(here.toTarget().copied() + there.toSource().copied()).isEqualTo(2_000);
      assertThat(here.toSource().copied() + there.toTarget().copied()).isEqualTo(2_000);
    }
    assertThat(Contents.of(a)).isEqualTo(Contents.of(b)).hasSize(4_000);
  }

  @Test
  void c14_withoutAMemoryOfFormerRunsNothingComesBackAndNothingIsDeleted() {
    Contents.fill(a, tombstone("deleted", 2), value("only here", 1, "v"));
    Contents.fill(b, value("deleted", 1, "v"), value("only there", 1, "v"));
    twoWay(a, b);
    assertThat(Contents.of(a))
        .isEqualTo(Contents.of(b))
        .containsEntry(Key.of("deleted"), tombstone("deleted", 2))
        .containsKeys(Key.of("only here"), Key.of("only there"));
  }

  @Test
  void c15_anEmptySourceRemovesNothing() {
    Contents.fill(b, Entries.values("k", 100, 1));
    SyncReport report = mirror(a, b);
    assertThat(report.kept()).isEqualTo(100);
    assertThat(report.removed()).isZero();
    assertThat(Contents.of(b)).hasSize(100);
  }

  @Test
  void c16_c18_keysThatLeaveTheFilterAreNotDeleted() {
    Contents.fill(a, value("in/k", 1, "v"), value("out/k", 1, "v"));
    mirror(a, b);
    SyncReport narrowed =
        sync(a, b, Sync.Mode.MIRROR).filter(KeyFilter.ofPrefix("in/")).build().run();
    assertThat(narrowed.unchanged()).isEqualTo(1);
    assertThat(narrowed.kept()).isZero();
    assertThat(Contents.of(b)).hasSize(2);
  }

  @Test
  void c17_aFilterOfKeysLetsDeletesPass() {
    Contents.fill(a, tombstone("in/k", 2));
    Contents.fill(b, value("in/k", 1, "v"));
    sync(a, b, Sync.Mode.MIRROR).filter(KeyFilter.all().include("in/*")).build().run();
    assertHoldsOnly(tombstone("in/k", 2), b);
  }

  @Test
  void c19_ofADeleteAndAnEditTheLaterWins() {
    Contents.fill(a, tombstone("edited last", 1), tombstone("deleted last", 2));
    Contents.fill(b, value("edited last", 2, "v"), value("deleted last", 1, "v"));
    twoWay(a, b);
    assertThat(Contents.of(a))
        .isEqualTo(Contents.of(b))
        .isEqualTo(
            Map.of(
                Key.of("edited last"), value("edited last", 2, "v"),
                Key.of("deleted last"), tombstone("deleted last", 2)));
  }

  @Test
  void c20_bothSidesChangedToTheSameBytesIsNoConflict() {
    Contents.fill(a, value(Key.of("k"), stamp(5, 1), "same"));
    Contents.fill(b, value(Key.of("k"), stamp(6, 2), "same"));
    SyncReport report = twoWay(a, b);
    assertThat(report.conflicts()).isZero();
    assertHoldsOnly(value(Key.of("k"), stamp(6, 2), "same"), a, b);
  }

  @Test
  void c21_bothSidesChangedDifferentlyEndsTheSameWhateverTheOrderOfRuns() {
    Contents.fill(a, value(Key.of("k"), stamp(5, 1), "one"));
    Contents.fill(b, value(Key.of("k"), stamp(5, 3), "three"));
    Contents.fill(c, value(Key.of("k"), stamp(5, 2), "two"));
    twoWay(c, a);
    twoWay(b, c);
    twoWay(a, b);
    assertHoldsOnly(value(Key.of("k"), stamp(5, 3), "three"), a, b, c);
  }

  @Test
  void c22_equalStampsWithOtherBytesAreDecidedAndReported() {
    Entry left = value("k", 1, "left");
    Entry right = value("k", 1, "right");
    Contents.fill(a, left, value("l", 1, "v"));
    Contents.fill(b, right);
    SyncReport report = twoWay(a, b);
    Entry winner = EntryOrder.supersedes(left, right) ? left : right;
    assertThat(report.conflicts()).isEqualTo(1);
    assertThat(report.copied()).isEqualTo(2);
    assertThat(a.read(Key.of("k"))).isEqualTo(winner).isEqualTo(b.read(Key.of("k")));
    assertThat(events)
        .filteredOn(event -> event.kind() == Kind.CONFLICT)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.key()).isEqualTo(Key.of("k"));
              assertThat(event.side()).isEqualTo(winner.equals(left) ? Side.SOURCE : Side.TARGET);
            });
    assertThat(twoWay(a, b).conflicts()).isZero();
  }

  @Test
  void c22_aMirrorReportsAConflictThatItsTargetWins() {
    Entry left = value("k", 1, "left");
    Entry right = value("k", 1, "right");
    boolean leftWins = EntryOrder.supersedes(left, right);
    Contents.fill(a, leftWins ? right : left);
    Contents.fill(b, leftWins ? left : right);
    SyncReport report = mirror(a, b);
    assertThat(report.conflicts()).isEqualTo(1);
    assertThat(report.kept()).isEqualTo(1);
    assertThat(report.copied()).isZero();
  }

  @Test
  void c22_aConflictThatComesUpDuringTheRunIsReportedOnce() {
    Contents.fill(a, value("k", 5, "left"));
    FaultyStore late = new FaultyStore(b);
    late.faults().runBefore(Operation.MERGE_ALL, () -> Contents.fill(b, value("k", 5, "right")));
    SyncReport report = mirror(a, late);
    assertThat(report.conflicts()).isEqualTo(1);
    assertThat(report.copied() + report.unchanged()).isEqualTo(1);
  }

  @Test
  void c28_whatChangesDuringTheRunIsNeitherLostNorOverwritten() {
    Contents.fill(a, Entries.values("k", 20, 1));
    FaultyStore busy = new FaultyStore(b);
    busy.faults()
        .runBefore(
            Operation.MERGE_ALL,
            () -> Contents.fill(b, value("k00003", 9, "newer"), value("k99999", 9, "new")));
    SyncReport report = sync(a, busy, Sync.Mode.TWO_WAY).build().run();
    assertThat(report.copied()).isEqualTo(19);
    assertThat(report.unchanged()).as("overtaken").isEqualTo(1);
    assertThat(b.read(Key.of("k00003"))).isEqualTo(value("k00003", 9, "newer"));
    twoWay(a, b);
    assertThat(Contents.of(a)).isEqualTo(Contents.of(b)).hasSize(21);
  }

  @Test
  void c31_aDeleteOnOneSideIsNotReverted() {
    Contents.fill(a, value("k", 1, "v"));
    twoWay(a, b);
    Contents.fill(b, tombstone("k", 2));
    twoWay(a, b);
    twoWay(b, a);
    assertHoldsOnly(tombstone("k", 2), a, b);
  }
}
