package dev.headwater.testkit;

import static dev.headwater.testkit.Entries.expiring;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Capability;
import dev.headwater.store.Entry;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.ReadBatch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * An expired value is absent to readers and still a floor for merges. A store that is no {@link
 * Capability#COMPLETE complete} one may forget it instead.
 */
abstract class ExpiryContract extends ContractGroup {

  private static final Duration LIFETIME = Duration.ofSeconds(10);

  @Test
  void aValueIsReadUntilItsTimeAndNotFromThenOn() {
    Entry entry = writeExpiring();
    clock().advance(LIFETIME.minusMillis(1));
    assertThat(read("a")).isEqualTo(entry);
    clock().advance(Duration.ofMillis(1));
    assertThat(read("a")).isNull();
  }

  @Test
  void theTimeOfExpiryIsKept() {
    requireDecisionsAtOnce();
    Entry entry = writeExpiring();
    assertThat(read("a")).isEqualTo(entry);
    assertThat(open().read(key("a"))).isEqualTo(entry);
  }

  @Test
  void readAllLeavesOutWhatHasExpired() {
    Entry entry = writeExpiring();
    write(value("b", 1, "stays"));
    assertThat(store().readAll(List.of(key("a"), key("b"))).entries())
        .containsEntry(key("a"), entry);
    clock().advance(LIFETIME);
    ReadBatch later = store().readAll(List.of(key("a"), key("b")));
    assertThat(later.entries()).containsOnlyKeys(key("b"));
    assertThat(later.corrupt()).isEmpty();
  }

  @Test
  void aListingOfLiveEntriesHidesWhatHasExpired() {
    Entry entry = writeExpiring();
    write(value("b", 1, "stays"));
    assertThat(list(ListRequest.live(""))).containsExactly(entry, value("b", 1, "stays"));
    clock().advance(LIFETIME);
    assertThat(list(ListRequest.live(""))).containsExactly(value("b", 1, "stays"));
  }

  @Test
  void aListingOfAllShowsWhatHasExpired() {
    Entry entry = writeExpiring();
    write(value("b", 1, "stays"));
    clock().advance(LIFETIME);
    assertThat(list(ListRequest.all("")))
        .contains(value("b", 1, "stays"))
        .containsAll(isComplete() ? List.of(entry) : List.of())
        .isSubsetOf(entry, value("b", 1, "stays"));
  }

  @Test
  void anExpiredValueSupersedesAnOlderOne() {
    writeExpiring();
    clock().advance(LIFETIME);
    assertThat(merge(value("a", 1, "older")))
        .isIn(orForgotten(new MergeOutcome.Superseded(stamp(2))));
    if (isComplete()) {
      assertThat(read("a")).isNull();
    }
  }

  @Test
  void aNewerValueReplacesAnExpiredOne() {
    writeExpiring();
    clock().advance(LIFETIME);
    write(value("a", 3, "newer"));
    assertThat(read("a")).isEqualTo(value("a", 3, "newer"));
  }

  @Test
  void repeatingTheMergeOfAnExpiredValueDoesNotRenewIt() {
    requireDecisionsAtOnce();
    Entry entry = writeExpiring();
    clock().advance(LIFETIME);
    assertThat(merge(entry)).isIn(orForgotten(MergeOutcome.unchanged()));
    assertThat(read("a")).isNull();
  }

  @Test
  void aValueThatHasExpiredBeforeItCameIsMergedAndNotRead() {
    write(value("a", 1, "older"));
    Entry expired = expiring("a", 2, "expired", nowMillis() - 1);
    assertThat(merge(expired)).isEqualTo(MergeOutcome.written());
    assertThat(read("a")).isNull();
    assertThat(list(ListRequest.live(""))).isEmpty();
  }

  @Test
  void anExpiredValueDoesNotUncoverAnOlderOne() {
    write(value("a", 1, "older"));
    writeExpiring();
    clock().advance(LIFETIME);
    assertThat(read("a")).isNull();
  }

  @Test
  void aClockThatIsSetBackRevivesNothingThatWasReplaced() {
    writeExpiring();
    clock().advance(LIFETIME);
    write(value("a", 3, "newer"));
    clock().advance(LIFETIME.negated());
    assertThat(read("a")).isEqualTo(value("a", 3, "newer"));
  }

  @Test
  void theFarthestExpiryIsKept() {
    Entry entry = expiring("a", 1, "x", Long.MAX_VALUE - 1);
    write(entry);
    assertThat(read("a")).isEqualTo(entry);
  }

  private Entry writeExpiring() {
    Entry entry = expiring("a", 2, "x", nowMillis() + LIFETIME.toMillis());
    write(entry);
    return entry;
  }

  private boolean isComplete() {
    return has(Capability.COMPLETE);
  }

  private List<MergeOutcome> orForgotten(MergeOutcome outcome) {
    return isComplete() ? List.of(outcome) : List.of(outcome, MergeOutcome.written());
  }
}
