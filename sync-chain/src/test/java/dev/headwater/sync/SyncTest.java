package dev.headwater.sync;

import static dev.headwater.testkit.Entries.expiring;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.background.Background;
import dev.headwater.sync.SyncEvent.Kind;
import dev.headwater.sync.SyncReport.Execution;
import dev.headwater.sync.SyncReport.Transfer;
import dev.headwater.testkit.DecoratorAssertions;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.Operation;
import dev.headwater.testkit.RecordingStore;
import dev.headwater.testkit.ReferenceStore;
import dev.headwater.testkit.TimeRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SyncTest {

  private final ManualClock clock = new ManualClock();
  private final long now = clock.millis();
  private final RecordingStore source = new RecordingStore(ReferenceStore.create("left", clock));
  private final RecordingStore target = new RecordingStore(ReferenceStore.create("right", clock));
  private final List<SyncEvent> events = new ArrayList<>();

  private SyncBuilder sync(Sync.Mode mode) {
    return Sync.between(source, target)
        .mode(mode)
        .time(clock)
        .listener(events::add)
        .background(new Inline().background());
  }

  private void fillBothSides() {
    Contents.fill(
        source,
        value("equal", 1, "v"),
        value("newer in source", 2, "v2"),
        value("newer in target", 1, "v1"),
        value("only in source", 1, "v"),
        tombstone("deleted in source", 2),
        value("deleted in target", 1, "v"),
        tombstone("tombstone in source", 1),
        expiring("expired in source", 1, "v", now),
        expiring("expired and older", 2, "v", now));
    Contents.fill(
        target,
        value("equal", 1, "v"),
        value("newer in source", 1, "v1"),
        value("newer in target", 2, "v2"),
        value("only in target", 1, "v"),
        value("deleted in source", 1, "v"),
        tombstone("deleted in target", 2),
        tombstone("tombstone in target", 1),
        expiring("expired in target", 1, "v", now),
        value("expired and older", 1, "v"));
    source.clear();
    target.clear();
  }

  private List<String> keys(Kind kind) {
    return events.stream()
        .filter(event -> event.kind() == kind)
        .map(event -> String.valueOf(event.key()))
        .toList();
  }

  @Test
  void mirrorsWhatIsNewerInTheSource() {
    fillBothSides();
    Map<Key, Entry> before = Contents.of(source);
    SyncReport report = sync(Sync.Mode.MIRROR).build().run();
    assertThat(report.toTarget()).isEqualTo(new Transfer(4, 2));
    assertThat(report.toSource()).isEqualTo(Transfer.NONE);
    assertThat(report.unchanged()).isEqualTo(1);
    assertThat(report.kept()).isEqualTo(5);
    assertThat(report.conflicts()).isZero();
    assertThat(report.held()).isZero();
    assertThat(report.ending()).isEqualTo(Ending.Completed.COMPLETED);
    assertThat(report.execution()).isEqualTo(Execution.APPLY);
    assertThat(Contents.of(source)).isEqualTo(before);
    assertThat(source.count(Operation.MERGE_ALL)).isZero();
    assertThat(Contents.of(target))
        .containsEntry(Key.of("newer in source"), value("newer in source", 2, "v2"))
        .containsEntry(Key.of("newer in target"), value("newer in target", 2, "v2"))
        .containsEntry(Key.of("only in target"), value("only in target", 1, "v"))
        .containsEntry(Key.of("deleted in source"), tombstone("deleted in source", 2))
        .containsEntry(Key.of("tombstone in source"), tombstone("tombstone in source", 1))
        .containsEntry(Key.of("expired in source"), expiring("expired in source", 1, "v", now));
    assertThat(keys(Kind.COPIED))
        .containsExactlyInAnyOrder(
            "newer in source", "only in source", "tombstone in source", "expired in source");
    assertThat(keys(Kind.REMOVED))
        .containsExactlyInAnyOrder("deleted in source", "expired and older");
    assertThat(keys(Kind.KEPT))
        .containsExactlyInAnyOrder(
            "newer in target",
            "only in target",
            "deleted in target",
            "tombstone in target",
            "expired in target");
    assertThat(events).hasSize(11);
  }

  @Test
  void copiesBothWaysWhatIsNewer() {
    fillBothSides();
    SyncReport report = sync(Sync.Mode.TWO_WAY).build().run();
    assertThat(report.toTarget()).isEqualTo(new Transfer(4, 2));
    assertThat(report.toSource()).isEqualTo(new Transfer(4, 1));
    assertThat(report.copied()).isEqualTo(8);
    assertThat(report.removed()).isEqualTo(3);
    assertThat(report.unchanged()).isEqualTo(1);
    assertThat(report.kept()).isZero();
    assertThat(Contents.of(source)).isEqualTo(Contents.of(target)).hasSize(12);
  }

  @Test
  void explainsWhatItDoes() {
    Contents.fill(source, value("a", 2, "secret"), tombstone("b", 2), value("c", 1, "secret"));
    Contents.fill(target, value("a", 1, "secret"), value("b", 1, "secret"), tombstone("d", 1));
    sync(Sync.Mode.MIRROR).build().run();
    String older = "1970-01-01T00:00:00.001Z+0@7";
    String newer = "1970-01-01T00:00:00.002Z+0@7";
    assertThat(events)
        .containsExactlyInAnyOrder(
            event(Kind.COPIED, "a", "value " + newer + " over " + older),
            event(Kind.REMOVED, "b", "deletion " + newer + " over " + older),
            event(Kind.COPIED, "c", "value " + older + ", which the side lacks"),
            event(Kind.KEPT, "d", "only in the target"));
  }

  private static SyncEvent event(Kind kind, String key, String reason) {
    return new SyncEvent(kind, Key.of(key), Side.TARGET, reason);
  }

  @Test
  void writesNothingInADryRunAndReportsTheSame() {
    fillBothSides();
    SyncReport dry = sync(Sync.Mode.TWO_WAY).dryRun().build().run();
    List<SyncEvent> told = List.copyOf(events);
    events.clear();
    assertThat(source.operations()).containsOnly("list", "page");
    assertThat(target.operations()).containsOnly("list", "page");
    assertThat(dry.execution()).isEqualTo(Execution.DRY_RUN);
    SyncReport wet = sync(Sync.Mode.TWO_WAY).build().run();
    assertThat(dry.toSource()).isEqualTo(wet.toSource());
    assertThat(dry.toTarget()).isEqualTo(wet.toTarget());
    assertThat(dry.unchanged()).isEqualTo(wet.unchanged());
    assertThat(told).containsExactlyInAnyOrderElementsOf(events);
  }

  @Test
  void copiesNothingTheSecondTime() {
    fillBothSides();
    sync(Sync.Mode.TWO_WAY).build().run();
    source.clear();
    target.clear();
    SyncReport second = sync(Sync.Mode.TWO_WAY).build().run();
    assertThat(second.copied() + second.removed()).isZero();
    assertThat(second.unchanged()).isEqualTo(12);
    assertThat(source.operations()).containsExactly("list", "page");
    assertThat(target.operations()).containsExactly("list", "page");
  }

  @Test
  void asksForEachPageAndBatchOnce() {
    Contents.fill(source, Entries.values("k", 2_500, 1));
    Contents.fill(target, Entries.values("l", 1_200, 1));
    source.clear();
    target.clear();
    SyncReport report = sync(Sync.Mode.TWO_WAY).pageSize(500).batchSize(400).build().run();
    assertThat(source.count(Operation.LIST)).isEqualTo(1);
    assertThat(source.count(Operation.PAGE)).isEqualTo(5);
    assertThat(target.count(Operation.PAGE)).isEqualTo(3);
    assertThat(batches(target)).containsExactly(400, 400, 400, 400, 400, 400, 100);
    assertThat(batches(source)).containsExactly(400, 400, 400);
    assertThat(report.sourceRequests()).isEqualTo(5 + 3);
    assertThat(report.targetRequests()).isEqualTo(3 + 7);
  }

  private static List<Integer> batches(RecordingStore store) {
    return store.operations().stream()
        .filter(operation -> operation.startsWith("mergeAll("))
        .map(operation -> Integer.valueOf(operation.substring(9, operation.length() - 1)))
        .toList();
  }

  @Test
  void boundsTheBytesOfABatch() {
    List<Entry> large =
        IntStream.range(0, 10).mapToObj(i -> Entries.sized("k" + i, 1, 1 << 20)).toList();
    Contents.fill(source, large);
    target.clear();
    sync(Sync.Mode.MIRROR).build().run();
    assertThat(batches(target)).containsExactly(3, 3, 3, 1);
  }

  @Test
  void runsOnThreadsOfItsOwnAndLeavesNoneBehind() {
    Contents.fill(source, Entries.values("k", 5_000, 1));
    SyncReport report =
        Sync.between(source, target).time(clock).pageSize(100).batchSize(100).build().run();
    assertThat(report.copied()).isEqualTo(5_000);
    assertThat(Contents.of(target)).isEqualTo(Contents.of(source));
  }

  @Test
  void measuresItsTime() {
    Contents.fill(source, value("a", 1, "v"));
    SyncReport report =
        sync(Sync.Mode.MIRROR)
            .listener(event -> clock.advance(Duration.ofMillis(42)))
            .build()
            .run();
    assertThat(report.millis()).isEqualTo(42);
  }

  @Test
  void tellsItsProgress() {
    Contents.fill(source, Entries.values("k", 2_500, 1));
    List<Progress> told = new ArrayList<>();
    sync(Sync.Mode.MIRROR).batchSize(500).inFlight(1).progress(told::add).build().run();
    assertThat(told.stream().map(Progress::compared)).containsExactly(1_000L, 2_000L, 2_500L);
    assertThat(told.get(2)).isEqualTo(new Progress(2_500, 2_500, 0));
    assertThat(told).isSortedAccordingTo(java.util.Comparator.comparing(Progress::copied));
  }

  @Test
  void doesNotCloseTheStores() {
    sync(Sync.Mode.TWO_WAY).build().run();
    assertThat(source.count(Operation.CLOSE)).isZero();
    assertThat(target.count(Operation.CLOSE)).isZero();
  }

  @Test
  void endsWithWhatAListenerThrowsAndLeavesNothingOnItsWay() {
    Contents.fill(source, Entries.values("k", 100, 1));
    target.clear();
    try (Background background = Background.daemon("sync-test")) {
      Sync sync =
          sync(Sync.Mode.MIRROR)
              .background(background)
              .batchSize(1)
              .inFlight(8)
              .listener(
                  event -> {
                    throw new IllegalStateException("enough");
                  })
              .build();
      assertThatThrownBy(sync::run).isInstanceOf(IllegalStateException.class).hasMessage("enough");
      int sent = target.count(Operation.MERGE_ALL);
      assertThat(sent).isBetween(1, 8);
      target.clear();
      assertThat(Contents.of(target)).as("all that was sent arrived").hasSize(sent);
    }
  }

  @Test
  void countsEveryRequest() {
    DecoratorAssertions.assertOverridesEverything(CountingStore.class);
  }

  @Test
  void readsTheSystemsTimeInOnePlace() {
    TimeRules.check("dev.headwater.sync", SyncBuilder.class);
  }
}
