package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Entry;
import dev.headwater.store.Purge;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OwnChangesTest {

  private static final Entry FIRST = value("a", 1, "first");
  private static final Entry SECOND = value("a", 2, "second");

  private final FakePending pending = new FakePending();
  private final AtomicInteger wakeUps = new AtomicInteger();
  private final OwnChanges own = new OwnChanges("", pending, wakeUps::incrementAndGet);

  @Test
  void theNewestOfEachKeyWaitsTheOldestKeyFirst() {
    own.taken(FIRST);
    own.taken(value("b", 5, "b"));
    own.taken(SECOND);
    own.taken(FIRST);
    assertThat(own.take(1)).containsExactly(SECOND);
    assertThat(own.take(9)).containsExactly(value("b", 5, "b"));
    assertThat(own.isEmpty()).isTrue();
    assertThat(wakeUps).hasPositiveValue();
  }

  @Test
  void whatIsUndecidedWhenItBeginsIsDelivered() {
    pending.add(FIRST);
    own.taken(value("b", 1, "b"));
    own.begin();
    assertThat(own.take(9)).containsExactly(value("b", 1, "b"), FIRST);
    assertThat(own.isEmpty()).isTrue();
  }

  @Test
  void whatWasUndecidedWhenItBeganIsComparedWhenItIsTaken() {
    pending.add(FIRST);
    own.begin();
    assertThat(own.take(9)).containsExactly(FIRST);
    own.taken(FIRST);
    own.settled(pending.remove(FIRST));
    assertThat(own.isEmpty()).isTrue();
    assertThat(own.takeOvertaken(9)).as("perhaps before the feed begins").containsExactly(FIRST);
    own.settled(FIRST);
    assertThat(own.isOutdated()).as("once").isFalse();
  }

  @Test
  void whatWasHiddenWhenItBeganIsComparedAndNotDeliveredWhenItIsTaken() {
    pending.hide(FIRST);
    pending.hide(SECOND);
    own.begin();
    own.taken(FIRST);
    own.settled(pending.remove(FIRST));
    own.overtaken(pending.remove(SECOND));
    assertThat(own.isEmpty()).isTrue();
    assertThat(own.takeOvertaken(9)).containsExactly(FIRST);
  }

  @Test
  void whatWasTakenJustBeforeItBeganAndIsStillPendingIsCompared() {
    own.taken(pending.add(FIRST));
    own.begin();
    own.settled(pending.remove(FIRST));
    assertThat(own.takeOvertaken(9)).containsExactly(FIRST);
  }

  @Test
  void whatWasUndecidedWhenItBeganAndHasComeByTheFeedIsNotCompared() {
    pending.add(FIRST);
    own.begin();
    own.followed(FIRST);
    own.taken(FIRST);
    own.settled(pending.remove(FIRST));
    assertThat(own.isOutdated()).isFalse();
  }

  @Test
  void anAcceptedWriteThatWasDecidedMeanwhileIsNotDelivered() {
    own.accepted(FIRST);
    assertThat(own.isEmpty()).isTrue();
  }

  @Test
  void whoHasBeenOvertakenByAWriteThatIsNotToldYetTellsThatOne() {
    Entry earlier = pending.add(FIRST);
    Entry later = pending.add(SECOND);
    own.accepted(earlier);
    assertThat(own.take(9)).containsExactly(SECOND);
    own.accepted(later);
    assertThat(own.isEmpty()).as("once").isTrue();
  }

  @Test
  void whatWasDeliveredUndecidedIsNotDeliveredAgainWhenItIsTaken() {
    deliver(FIRST);
    own.taken(pending.remove(FIRST));
    assertThat(own.take(9)).isEmpty();
    own.withdrawn(FIRST);
    assertThat(own.isOutdated()).as("it is decided").isFalse();
  }

  @Test
  void whatWasDeliveredUndecidedIsWithdrawn() {
    deliver(FIRST);
    own.withdrawn(pending.remove(FIRST));
    assertThat(own.takeWithdrawn(9)).containsExactly(FIRST);
    assertThat(own.isOutdated()).isFalse();
  }

  @Test
  void whatAListingHasShownIsWithdrawnAlthoughItWasNotDelivered() {
    own.accepted(pending.add(FIRST));
    own.listed(FIRST);
    own.withdrawn(pending.remove(FIRST));
    assertThat(own.takeWithdrawn(9)).containsExactly(FIRST);
    assertThat(own.take(9)).isEmpty();
  }

  @Test
  void whatAListingHasShownIsWithdrawnWithWhatTookItsPlace() {
    own.listed(pending.add(FIRST));
    own.accepted(pending.add(SECOND));
    own.withdrawn(pending.remove(SECOND));
    assertThat(own.takeWithdrawn(9)).containsExactly(FIRST);
  }

  @Test
  void whatAnotherListingShowsLaterDoesNotHideWhatWasDelivered() {
    deliver(FIRST);
    own.accepted(pending.add(SECOND));
    own.listed(SECOND);
    own.withdrawn(pending.remove(SECOND));
    assertThat(own.takeWithdrawn(9)).containsExactlyInAnyOrder(FIRST, SECOND);
    assertThat(own.isOutdated()).isFalse();
  }

  @Test
  void whatAListingHasShownTooLateIsCompared() {
    own.listed(FIRST);
    assertThat(own.isOutdated()).isTrue();
    assertThat(own.takeOvertaken(9)).containsExactly(FIRST);
    own.listed(SECOND);
    own.followed(FIRST);
    assertThat(own.isOutdated()).as("what it told is older").isTrue();
    own.followed(SECOND);
    assertThat(own.isOutdated()).isFalse();
  }

  @Test
  void whatWasNotDeliveredYetNeedNotBeWithdrawn() {
    own.accepted(pending.add(FIRST));
    own.withdrawn(pending.remove(FIRST));
    assertThat(own.take(9)).isEmpty();
    assertThat(own.isOutdated()).isFalse();
  }

  @Test
  void theEndOfAWriteThatTookThePlaceOfADeliveredOneWithdrawsThat() {
    deliver(FIRST);
    own.accepted(pending.add(SECOND));
    own.withdrawn(pending.remove(SECOND));
    assertThat(own.take(9)).isEmpty();
    assertThat(own.takeWithdrawn(9)).containsExactly(FIRST);
  }

  @Test
  void aWithdrawalOfWhatWasOvertakenByAnOwnWriteIsNone() {
    deliver(FIRST);
    deliver(SECOND);
    own.withdrawn(FIRST);
    assertThat(own.isOutdated()).isFalse();
    own.withdrawn(pending.remove(SECOND));
    assertThat(own.takeWithdrawn(9)).containsExactly(SECOND);
  }

  @Test
  void whatTheAuthorityHasOvertakenIsNeitherDeliveredNorWithdrawn() {
    deliver(FIRST);
    own.accepted(pending.add(SECOND));
    own.overtaken(pending.remove(SECOND));
    own.withdrawn(FIRST);
    assertThat(own.take(9)).isEmpty();
    assertThat(own.takeWithdrawn(9)).isEmpty();
    assertThat(own.takeOvertaken(9)).as("to be read").containsExactly(FIRST);
  }

  @Test
  void whatTheAuthoritysFeedHasDeliveredIsDecided() {
    deliver(FIRST);
    own.taken(value("b", 1, "b"));
    own.followed(SECOND);
    own.followed(value("b", 1, "b"));
    own.withdrawn(FIRST);
    assertThat(own.take(9)).isEmpty();
    assertThat(own.isOutdated()).isFalse();
  }

  @Test
  void aWithdrawalThatCouldNotBeToldIsPutBack() {
    deliver(FIRST);
    own.withdrawn(pending.remove(FIRST));
    own.putBack(own.takeWithdrawn(9), List.of());
    assertThat(own.takeWithdrawn(9)).containsExactly(FIRST);
  }

  @Test
  void whatWasPurgedIsForgotten() {
    deliver(value("b", 1, "b"));
    own.accepted(pending.add(FIRST));
    own.purged(new Purge(key("a"), stamp(1)));
    own.purged(new Purge(key("b"), stamp(1)));
    own.withdrawn(value("b", 1, "b"));
    assertThat(own.take(9)).isEmpty();
    assertThat(own.isOutdated()).isFalse();
  }

  @Test
  void aPurgeOfOlderEntriesForgetsNothing() {
    own.accepted(pending.add(SECOND));
    own.purged(new Purge(key("a"), stamp(1)));
    assertThat(own.take(9)).containsExactly(SECOND);
  }

  @Test
  void whatDoesNotFitIsFetchedLaterIfItIsUndecidedStill() {
    for (int i = 0; i < OwnChanges.MAX_KEYS; i++) {
      own.taken(value("k" + i, 1, "x"));
    }
    own.taken(FIRST); // comes by the authority's feed
    own.accepted(pending.add(value("b", 1, "undecided")));
    assertThat(own.take(OwnChanges.MAX_KEYS + 1)).hasSize(OwnChanges.MAX_KEYS);
    assertThat(own.isEmpty()).isFalse();
    assertThat(own.take(9)).containsExactly(value("b", 1, "undecided"));
    assertThat(own.isEmpty()).isTrue();
  }

  @Test
  void aKeyThatWaitsTakesNewerValuesWhenNoOtherFits() {
    own.taken(FIRST);
    for (int i = 0; i < OwnChanges.MAX_KEYS; i++) {
      own.taken(value("k" + i, 1, "x"));
    }
    own.taken(SECOND);
    assertThat(own.take(1)).containsExactly(SECOND);
  }

  @Test
  void valuesAreBoundedByTheirBytes() {
    int half = (int) (OwnChanges.MAX_BYTES / 2);
    own.taken(sized("a", 1, half));
    own.taken(sized("b", 1, half));
    own.taken(sized("c", 1, 1));
    assertThat(own.take(9)).extracting(Entry::key).containsExactly(key("a"), key("b"));
    own.taken(sized("c", 2, 1));
    assertThat(own.take(9)).containsExactly(sized("c", 2, 1));
  }

  private void deliver(Entry entry) {
    own.accepted(pending.add(entry));
    assertThat(own.take(9)).containsExactly(entry);
  }
}
