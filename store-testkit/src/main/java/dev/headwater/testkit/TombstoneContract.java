package dev.headwater.testkit;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A deletion is data: it is kept, read, listed, and supersedes what is older. */
abstract class TombstoneContract extends ContractGroup {

  @Test
  void aDeletionIsReadAsATombstone() {
    write(value("a", 1, "x"), tombstone("a", 2));
    assertThat(read("a")).isEqualTo(tombstone("a", 2));
    assertThat(store().readAll(List.of(key("a"))).entries())
        .containsEntry(key("a"), tombstone("a", 2));
  }

  @Test
  void aDeletionIsRecordedEvenIfThereWasNothing() {
    assertThat(merge(tombstone("a", 2))).isEqualTo(MergeOutcome.written());
    assertThat(read("a")).isEqualTo(tombstone("a", 2));
  }

  @Test
  void anOlderValueDoesNotComeBack() {
    write(tombstone("a", 2));
    assertThat(merge(value("a", 1, "late"))).isEqualTo(new MergeOutcome.Superseded(stamp(2)));
    assertThat(read("a")).isEqualTo(tombstone("a", 2));
  }

  @Test
  void aNewerValueComesBack() {
    write(tombstone("a", 2), value("a", 3, "again"));
    assertThat(read("a")).isEqualTo(value("a", 3, "again"));
  }

  @Test
  void anOlderDeletionDoesNotDelete() {
    write(value("a", 3, "x"));
    assertThat(merge(tombstone("a", 2))).isEqualTo(new MergeOutcome.Superseded(stamp(3)));
    assertThat(read("a")).isEqualTo(value("a", 3, "x"));
  }

  @Test
  void repeatingADeletionChangesNothing() {
    write(tombstone("a", 2));
    assertThat(merge(tombstone("a", 2))).isEqualTo(MergeOutcome.unchanged());
  }

  @Test
  void aNewerDeletionReplacesAnOlder() {
    write(tombstone("a", 2), tombstone("a", 3));
    assertThat(read("a")).isEqualTo(tombstone("a", 3));
  }

  @Test
  void aListingOfLiveEntriesHidesTombstonesAndOneOfAllShowsThem() {
    write(value("a", 1, "x"), tombstone("b", 1), value("c", 1, "x"));
    assertThat(list(ListRequest.live(""))).containsExactly(value("a", 1, "x"), value("c", 1, "x"));
    assertThat(list(ListRequest.all("")))
        .containsExactly(value("a", 1, "x"), tombstone("b", 1), value("c", 1, "x"));
  }
}
