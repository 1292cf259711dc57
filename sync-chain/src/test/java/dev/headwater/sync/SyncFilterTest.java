package dev.headwater.sync;

import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.filter.KeyFilter;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.ReferenceData;
import dev.headwater.testkit.ReferenceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A filter guards values and tombstones, both ways, and what is told. */
class SyncFilterTest {

  private static final KeyFilter FILTER =
      KeyFilter.ofPrefix("app/").include("app/**").exclude("app/secret/**");

  private final ManualClock clock = new ManualClock();
  private final ReferenceData left = new ReferenceData();
  private final ReferenceData right = new ReferenceData();
  private final ReferenceStore source = ReferenceStore.over(left, "left", clock);
  private final ReferenceStore target = ReferenceStore.over(right, "right", clock);

  @BeforeEach
  void fill() {
    for (String place : List.of("app/", "app/secret/", "other/")) {
      Contents.fill(
          source,
          value(place + "new here", 1, "v"),
          tombstone(place + "deleted here", 2),
          value(place + "deleted there", 1, "v"),
          value(place + "collides", 1, "left"));
      Contents.fill(
          target,
          value(place + "new there", 1, "v"),
          value(place + "deleted here", 1, "v"),
          tombstone(place + "deleted there", 2),
          value(place + "collides", 1, "right"));
      left.corrupt(Key.of(place + "corrupt here"));
      right.corrupt(Key.of(place + "corrupt there"));
    }
  }

  private static Map<Key, Entry> outside(Map<Key, Entry> contents) {
    contents.keySet().removeIf(FILTER::admits);
    return contents;
  }

  @Test
  void nothingElseIsReadCopiedRemovedOrNamed() {
    Map<Key, Entry> leftBefore = outside(Contents.of(source));
    Map<Key, Entry> rightBefore = outside(Contents.of(target));
    List<SyncEvent> events = new ArrayList<>();
    SyncReport report =
        Sync.between(source, target)
            .mode(Sync.Mode.TWO_WAY)
            .filter(FILTER)
            .time(clock)
            .listener(events::add)
            .background(new Inline().background())
            .build()
            .run();
    assertThat(outside(Contents.of(source))).isEqualTo(leftBefore);
    assertThat(outside(Contents.of(target))).isEqualTo(rightBefore);
    assertThat(report.copied()).as("new here, new there, collides").isEqualTo(3);
    assertThat(report.removed()).isEqualTo(2);
    assertThat(report.conflicts()).isEqualTo(1);
    assertThat(report.held()).isEqualTo(2);
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.key()).matches(key -> key != null && FILTER.admits(key));
              assertThat(event.reason()).doesNotContain("secret", "other/");
            });
    assertThat(target.read(Key.of("app/deleted here"))).isEqualTo(tombstone("app/deleted here", 2));
    assertThat(source.read(Key.of("app/deleted there")))
        .isEqualTo(tombstone("app/deleted there", 2));
  }

  @Test
  void aCheckKnowsNothingElse() {
    List<CheckFinding> findings = new ArrayList<>();
    CheckReport report =
        Check.between(source, target)
            .filter(FILTER)
            .time(clock)
            .listener(findings::add)
            .background(new Inline().background())
            .build()
            .run();
    assertThat(report.onlyInSource()).isEqualTo(1);
    assertThat(report.onlyInTarget()).isEqualTo(1);
    assertThat(report.differ()).isEqualTo(3);
    assertThat(report.held()).isEqualTo(2);
    assertThat(findings)
        .hasSize(7)
        .allSatisfy(
            finding -> assertThat(finding.key()).matches(key -> key != null && FILTER.admits(key)));
  }
}
