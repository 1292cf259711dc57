package dev.headwater.sync;

import static dev.headwater.testkit.Entries.expiring;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Capability;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.sync.CheckFinding.Kind;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.FaultyStore;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.Operation;
import dev.headwater.testkit.RecordingStore;
import dev.headwater.testkit.ReferenceData;
import dev.headwater.testkit.ReferenceStore;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class CheckTest {

  private final ManualClock clock = new ManualClock();
  private final long now = clock.millis();
  private final ReferenceData left = new ReferenceData();
  private final ReferenceData right = new ReferenceData();
  private final RecordingStore source =
      new RecordingStore(ReferenceStore.over(left, "left", clock));
  private final RecordingStore target =
      new RecordingStore(ReferenceStore.over(right, "right", clock));
  private final FaultyStore between = new FaultyStore(target);
  private final List<CheckFinding> findings = new ArrayList<>();
  private final List<Progress> progress = new ArrayList<>();

  private CheckReport check() {
    return Check.between(source, between)
        .time(clock)
        .listener(findings::add)
        .progress(progress::add)
        .retries(1)
        .background(new Inline().background())
        .build()
        .run();
  }

  @Test
  void equalStoresAreEqual() {
    Contents.fill(source, Entries.values("k", 2_500, 1));
    Contents.fill(target, Entries.values("k", 2_500, 1));
    source.clear();
    CheckReport report = check();
    assertThat(report.isEqual()).isTrue();
    assertThat(report.equal()).isEqualTo(2_500);
    assertThat(report.sourceRequests()).isEqualTo(3);
    assertThat(source.operations()).containsExactly("list", "page", "page", "page");
    assertThat(progress.stream().map(Progress::compared)).containsExactly(1_000L, 2_000L, 2_500L);
  }

  @Test
  void findsWhatDiffersInKeyOrder() {
    long tooFar = now + 86_400_000;
    Contents.fill(
        source,
        value("a", 1, "v"),
        tombstone("b", 1),
        value("e", 2, "v"),
        value("f", 1, "v"),
        value("g", tooFar, "v"),
        value("i", 1, "v"));
    Contents.fill(
        target,
        value("c", 1, "v"),
        tombstone("d", 1),
        value("e", 1, "v"),
        tombstone("f", 2),
        value("i", 1, "v"));
    right.corrupt(Key.of("h"));
    CheckReport report = check();
    assertThat(report.isEqual()).isFalse();
    assertThat(report.equal()).isEqualTo(1);
    assertThat(report.onlyInSource()).isEqualTo(2);
    assertThat(report.onlyInTarget()).isEqualTo(2);
    assertThat(report.differ()).isEqualTo(2);
    assertThat(report.held()).isEqualTo(2);
    assertThat(findings)
        .extracting(finding -> String.valueOf(finding.key()), CheckFinding::kind)
        .containsExactly(
            Tuple.tuple("a", Kind.ONLY_IN_SOURCE),
            Tuple.tuple("b", Kind.ONLY_IN_SOURCE),
            Tuple.tuple("c", Kind.ONLY_IN_TARGET),
            Tuple.tuple("d", Kind.ONLY_IN_TARGET),
            Tuple.tuple("e", Kind.DIFFER),
            Tuple.tuple("f", Kind.DIFFER),
            Tuple.tuple("g", Kind.HELD),
            Tuple.tuple("h", Kind.HELD));
    assertThat(report.firstFindings()).isEqualTo(findings);
    assertThat(findings.get(5).detail())
        .isEqualTo(
            "source has value 1970-01-01T00:00:00.001Z+0@7, target has deletion"
                + " 1970-01-01T00:00:00.002Z+0@7");
    assertThat(findings.get(6).detail()).startsWith("in the source: its stamp");
  }

  @Test
  void anExpiredValueIsADifferenceWhereItIsKept() {
    Contents.fill(
        source, expiring("a", 1, "v", now), expiring("b", 2, "v", now), expiring("c", 1, "v", now));
    Contents.fill(target, value("b", 1, "v"), expiring("c", 1, "v", now));
    CheckReport report = check();
    assertThat(report.equal()).isEqualTo(1);
    assertThat(report.differ()).isEqualTo(1);
    assertThat(report.onlyInSource()).isEqualTo(1);
    ReferenceStore cache =
        ReferenceStore.over(
            right, "cache", clock, ReferenceStore.CAPABILITIES.without(Capability.COMPLETE));
    CheckReport withCache =
        Check.between(source, cache)
            .time(clock)
            .background(new Inline().background())
            .build()
            .run();
    assertThat(withCache.equal()).isEqualTo(2);
    assertThat(withCache.differ()).isEqualTo(1);
  }

  @Test
  void readsOnceMoreBeforeItFinds() {
    Contents.fill(source, value("a", 2, "v"), value("b", 1, "v"), value("c", 2, "v"));
    Contents.fill(target, value("a", 1, "v"), value("c", 1, "v"));
    between
        .faults()
        .runAfter(
            Operation.PAGE, () -> Contents.fill(target, value("a", 2, "v"), value("b", 1, "v")));
    CheckReport report = check();
    assertThat(report.equal()).as("written meanwhile").isEqualTo(2);
    assertThat(report.differ()).isEqualTo(1);
    assertThat(report.onlyInSource()).isZero();
    assertThat(report.targetRequests()).as("a page and a read of three keys").isEqualTo(2);
    assertThat(target.keys(Operation.READ_ALL)).isEqualTo(3);
  }

  @Test
  void findsWhatIsCorruptWhenReadOnceMore() {
    Contents.fill(source, value("a", 2, "v"), value("b", 2, "v"));
    between.faults().runAfter(Operation.PAGE, () -> right.corrupt(Key.of("a")));
    source.clear();
    CheckReport report = check();
    assertThat(report.held()).isEqualTo(1);
    assertThat(report.onlyInSource()).isEqualTo(1);
  }

  @Test
  void readsManySuspectsInBoundedRequests() {
    Contents.fill(source, Entries.values("k", 250, 1));
    CheckReport report = check();
    assertThat(report.onlyInSource()).isEqualTo(250);
    assertThat(report.firstFindings()).hasSize(SyncReport.MAX_LISTED);
    assertThat(findings).hasSize(250);
    assertThat(source.count(Operation.READ_ALL)).isEqualTo(3);
  }

  @Test
  void boundsTheBytesOfSuspects() {
    for (int i = 0; i < 10; i++) {
      Contents.fill(source, Entries.sized("k" + i, 1, 1 << 20));
    }
    assertThat(check().onlyInSource()).isEqualTo(10);
    assertThat(source.count(Operation.READ_ALL)).isEqualTo(2);
  }

  @Test
  void anErrorIsNotADifference() {
    Contents.fill(source, value("a", 1, "v"));
    between.faults().failBefore(Operation.READ_ALL, 1);
    assertThat(check().onlyInSource()).as("read again after a pause").isEqualTo(1);
    between.faults().down();
    assertThatThrownBy(this::check).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void writesNothing() {
    Contents.fill(source, value("a", 1, "v"));
    Contents.fill(target, value("b", 1, "v"));
    source.clear();
    target.clear();
    check();
    assertThat(source.operations()).containsOnly("list", "page", "readAll(2)");
    assertThat(target.operations()).containsOnly("list", "page", "readAll(2)");
  }

  @Test
  void runsOnThreadsOfItsOwn() {
    List<Entry> entries = Entries.values("k", 5_000, 1);
    Contents.fill(source, entries);
    Contents.fill(target, entries.subList(0, 4_999));
    CheckReport report = Check.between(source, target).time(clock).pageSize(100).build().run();
    assertThat(report.equal()).isEqualTo(4_999);
    assertThat(report.onlyInSource()).isEqualTo(1);
  }
}
