package dev.headwater.sync;

import static dev.headwater.testkit.Entries.expiring;
import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.StoreException;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.sync.Action.Copy;
import dev.headwater.sync.Action.Effect;
import dev.headwater.sync.Action.Hold;
import dev.headwater.sync.Action.Keep;
import dev.headwater.sync.Action.None;
import dev.headwater.sync.Difference.OnlyInSource;
import dev.headwater.sync.Difference.OnlyInTarget;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlannerTest {

  private static final long NOW = 1_000_000;
  private static final Planner MIRROR =
      new Planner(Sync.Mode.MIRROR, takes(10, Capability.COMPLETE), takes(20, Capability.COMPLETE));
  private static final Planner TWO_WAY =
      new Planner(
          Sync.Mode.TWO_WAY, takes(10, Capability.COMPLETE), takes(20, Capability.COMPLETE));
  private static final Entry OLD = value("k", 1, "old");
  private static final Entry NEW = value("k", 2, "new");
  private static final Entry DELETED = tombstone("k", 2);
  private static final Entry EXPIRED = expiring("k", 2, "gone", NOW);

  private static Capabilities takes(long maxValueBytes, Capability... set) {
    return new Capabilities(Set.of(set), new Capabilities.Limits(maxValueBytes, 0, 0, 0));
  }

  private static Planner planner(Sync.Mode mode) {
    return mode == Sync.Mode.MIRROR ? MIRROR : TWO_WAY;
  }

  @ParameterizedTest
  @EnumSource(Sync.Mode.class)
  void copiesFromTheSourceWhatIsNewThere(Sync.Mode mode) {
    assertThat(planner(mode).plan(new OnlyInSource(NEW), NOW))
        .isEqualTo(new Copy(NEW, Side.TARGET, null, Effect.STORES));
    assertThat(planner(mode).plan(Difference.of(NEW, OLD), NOW))
        .isEqualTo(new Copy(NEW, Side.TARGET, OLD, Effect.STORES));
    assertThat(planner(mode).plan(Difference.of(NEW, NEW), NOW)).isEqualTo(None.NONE);
  }

  @ParameterizedTest
  @EnumSource(Sync.Mode.class)
  void carriesTombstonesToWhereNothingIsHeld(Sync.Mode mode) {
    assertThat(planner(mode).plan(new OnlyInSource(DELETED), NOW))
        .isEqualTo(new Copy(DELETED, Side.TARGET, null, Effect.STORES));
  }

  @ParameterizedTest
  @EnumSource(Sync.Mode.class)
  void removesWhereAReaderSeesAValueAndWillNot(Sync.Mode mode) {
    assertThat(planner(mode).plan(Difference.of(DELETED, OLD), NOW))
        .isEqualTo(new Copy(DELETED, Side.TARGET, OLD, Effect.REMOVES));
    assertThat(planner(mode).plan(Difference.of(EXPIRED, OLD), NOW))
        .isEqualTo(new Copy(EXPIRED, Side.TARGET, OLD, Effect.REMOVES));
    Entry expiredBefore = expiring("k", 1, "gone", NOW);
    assertThat(planner(mode).plan(Difference.of(DELETED, expiredBefore), NOW))
        .isEqualTo(new Copy(DELETED, Side.TARGET, expiredBefore, Effect.STORES));
  }

  @Test
  void keepsInAMirrorWhatTheTargetHasMore() {
    assertThat(MIRROR.plan(new OnlyInTarget(NEW), NOW))
        .isEqualTo(new Keep(NEW, Keep.Reason.ONLY_IN_TARGET));
    assertThat(MIRROR.plan(new OnlyInTarget(DELETED), NOW))
        .isEqualTo(new Keep(DELETED, Keep.Reason.ONLY_IN_TARGET));
    assertThat(MIRROR.plan(Difference.of(OLD, DELETED), NOW))
        .isEqualTo(new Keep(DELETED, Keep.Reason.NEWER_IN_TARGET));
  }

  @Test
  void copiesTwoWaysWhatTheTargetHasMore() {
    assertThat(TWO_WAY.plan(new OnlyInTarget(DELETED), NOW))
        .isEqualTo(new Copy(DELETED, Side.SOURCE, null, Effect.STORES));
    assertThat(TWO_WAY.plan(Difference.of(OLD, DELETED), NOW))
        .isEqualTo(new Copy(DELETED, Side.SOURCE, OLD, Effect.REMOVES));
  }

  @ParameterizedTest
  @EnumSource(Sync.Mode.class)
  void carriesExpiredValuesLikeTombstones(Sync.Mode mode) {
    assertThat(planner(mode).plan(new OnlyInSource(EXPIRED), NOW))
        .isEqualTo(new Copy(EXPIRED, Side.TARGET, null, Effect.STORES));
  }

  @Test
  void leavesAnExpiredValueWhereItWouldBeForgotten() {
    Planner caches = new Planner(Sync.Mode.TWO_WAY, takes(10), takes(20));
    assertThat(caches.plan(new OnlyInSource(EXPIRED), NOW)).isEqualTo(None.NONE);
    assertThat(caches.plan(new OnlyInTarget(EXPIRED), NOW)).isEqualTo(None.NONE);
    assertThat(caches.plan(new OnlyInSource(EXPIRED), NOW - 1)).isInstanceOf(Copy.class);
    assertThat(caches.plan(new OnlyInSource(DELETED), NOW)).isInstanceOf(Copy.class);
    assertThat(caches.plan(Difference.of(EXPIRED, OLD), NOW))
        .isEqualTo(new Copy(EXPIRED, Side.TARGET, OLD, Effect.REMOVES));
  }

  @Test
  void settlesACollisionByTheOrderOfEntries() {
    Entry left = value("k", 2, "left");
    Entry right = value("k", 2, "right");
    Difference difference = Difference.of(left, right);
    assertThat(difference)
        .isInstanceOfSatisfying(
            Difference.Differs.class,
            it -> {
              assertThat(it.collides()).isTrue();
              Entry winner = it.on(it.newer());
              assertThat(TWO_WAY.plan(difference, NOW))
                  .isEqualTo(
                      new Copy(
                          winner, it.newer().other(), it.on(it.newer().other()), Effect.STORES));
            });
  }

  @Test
  void holdsStampsFromTheFutureOnEitherSide() {
    long tooFar = NOW + HybridClock.MAX_DRIFT_MILLIS + 1;
    assertHeld(MIRROR.plan(new OnlyInSource(value("k", tooFar, "v")), NOW), Side.SOURCE);
    assertHeld(TWO_WAY.plan(new OnlyInTarget(tombstone("k", tooFar)), NOW), Side.TARGET);
    assertHeld(TWO_WAY.plan(Difference.of(OLD, tombstone("k", tooFar)), NOW), Side.TARGET);
    assertThat(TWO_WAY.plan(new OnlyInSource(value("k", tooFar - 1, "v")), NOW))
        .isInstanceOf(Copy.class);
  }

  private static void assertHeld(Action action, Side side) {
    assertThat(action)
        .isInstanceOfSatisfying(
            Hold.class,
            hold -> {
              assertThat(hold.held().key()).isEqualTo(Key.of("k"));
              assertThat(hold.held().side()).isEqualTo(side);
              assertThat(hold.held().reason()).isEqualTo(HeldRecord.Reason.FUTURE_STAMP);
            });
  }

  @Test
  void holdsValuesThatTheOtherSideDoesNotTake() {
    assertThat(TWO_WAY.plan(new OnlyInSource(sized("k", 1, 20)), NOW)).isInstanceOf(Copy.class);
    assertThat(TWO_WAY.plan(new OnlyInSource(sized("k", 1, 21)), NOW))
        .isEqualTo(tooLarge(Side.SOURCE, "its value has 21 bytes, the target takes 20"));
    assertThat(TWO_WAY.plan(new OnlyInTarget(sized("k", 1, 10)), NOW)).isInstanceOf(Copy.class);
    assertThat(TWO_WAY.plan(new OnlyInTarget(sized("k", 1, 11)), NOW))
        .isEqualTo(tooLarge(Side.TARGET, "its value has 11 bytes, the source takes 10"));
  }

  private static Hold tooLarge(Side side, String explanation) {
    return new Hold(new HeldRecord(Key.of("k"), side, HeldRecord.Reason.TOO_LARGE, explanation));
  }

  @Test
  void holdsWhatIsNoRecord() {
    CorruptEntryException error =
        new CorruptEntryException(
            new StoreException.Subject("etcd", "list", Key.of("k")), "it is no record");
    assertThat(MIRROR.plan(new Difference.Unreadable(Side.TARGET, error), NOW))
        .isEqualTo(
            new Hold(
                new HeldRecord(
                    Key.of("k"),
                    Side.TARGET,
                    HeldRecord.Reason.CORRUPT,
                    "etcd: list of 'k': it is no record")));
  }
}
