package dev.headwater.chain;

import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.testkit.FaultyStore;
import dev.headwater.testkit.ManualBackground;
import dev.headwater.testkit.Operation;
import dev.headwater.testkit.ReferenceStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Optimistic feeds on one thread. */
class ChainFeedTest {

  private static final Entry OWN = value("a", 5, "own");
  private static final Entry OTHER = value("b", 3, "other");

  private final ManualBackground background = new ManualBackground();
  private final ReferenceStore authority = ReferenceStore.create("authority", background.clock());
  private final FaultyStore faulty = new FaultyStore(authority);
  private final FakePending pending = new FakePending();
  private final List<Entry> followed = new ArrayList<>();
  private final LiveFeeds feeds =
      new LiveFeeds(
          new ChainFeed.Context(faulty, followed::add, background.background(), new Random(1)),
          pending);
  private final Feed feed = feeds.open(FeedRequest.after(authority.head()).optimistic());

  @Test
  void ownWritesAndThoseOfOthersStandInOnePageInTheOrderOfStamps() {
    feeds.taken(OWN);
    authority.merge(Write.of(OTHER));
    FeedPage page = poll();
    assertThat(page.entries()).containsExactly(OTHER, OWN);
    assertThat(followed).as("of the authority alone").containsExactly(OTHER);
  }

  @Test
  void marksAreTheAuthoritysSoOwnWritesComeAgain() {
    feeds.accepted(pending.add(OWN));
    Mark mark = poll().mark();
    authority.merge(Write.of(pending.remove(OWN)));
    feeds.taken(OWN);
    assertThat(poll().entries()).containsExactly(OWN);
    try (Feed again = authority.feed(FeedRequest.after(mark))) {
      assertThat(again.poll(Duration.ZERO).entries()).containsExactly(OWN);
    }
  }

  @Test
  void ownWritesAreDeliveredWhileTheAuthorityIsAwayAndNothingIsLostAfterIt() {
    faulty.faults().down();
    feeds.accepted(pending.add(OWN));
    FeedPage page = poll();
    assertThat(page.entries()).containsExactly(OWN);
    assertThat(page.outage()).isInstanceOf(StoreUnavailableException.class);
    authority.merge(Write.of(OTHER));
    assertThat(poll().isEmpty()).isTrue();
    assertThat(poll().outage()).isNotNull();
    faulty.faults().up();
    background.advance(Duration.ofSeconds(5));
    FeedPage back = poll();
    assertThat(back.entries()).containsExactly(OTHER);
    assertThat(back.outage()).isNull();
  }

  @Test
  void anAuthorityThatIsAwayIsAskedWithGrowingPauses() {
    faulty.faults().down();
    List<Object> errors = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      errors.add(poll().outage());
      background.advance(Duration.ofMillis(10));
    }
    assertThat(errors.stream().distinct()).hasSizeBetween(12, 40);
  }

  @Test
  void aFeedThatCouldNotBeOpenedAtFirstIsOpenedLater() {
    faulty.faults().failBefore(Operation.FEED, 2);
    authority.merge(Write.of(OTHER));
    assertThat(poll().outage()).isNotNull();
    background.advance(Duration.ofSeconds(1));
    assertThat(poll().outage()).isNotNull();
    background.advance(Duration.ofSeconds(1));
    assertThat(poll().entries()).containsExactly(OTHER);
  }

  @Test
  void aWriteThatWasTooLateIsFollowedByWhatTheAuthorityHeldBefore() {
    Entry held = value("a", 9, "held before the feed began");
    authority.merge(Write.of(held));
    try (Feed late = feeds.open(FeedRequest.after(authority.head()).optimistic())) {
      feeds.accepted(pending.add(OWN));
      assertThat(late.poll(Duration.ZERO).entries()).containsExactly(OWN);
      pending.remove(OWN);
      feeds.overtaken(OWN);
      assertThat(late.poll(Duration.ZERO).entries()).containsExactly(held);
      assertThat(late.poll(Duration.ZERO).isEmpty()).isTrue();
    }
  }

  @Test
  void aRefusedWriteIsWithdrawnTogetherWithWhatTheAuthorityHolds() {
    feeds.accepted(pending.add(OWN));
    poll();
    Entry held = value("a", 2, "held");
    authority.merge(Write.of(held));
    poll();
    feeds.withdrawn(pending.remove(OWN));
    FeedPage page = poll();
    assertThat(page.withdrawn()).containsExactly(OWN);
    assertThat(page.entries()).containsExactly(held);
    assertThat(poll().isEmpty()).isTrue();
  }

  @Test
  void whatAListingShowedAsItWasRefusedIsWithdrawn() {
    Entry held = value("a", 2, "held");
    authority.merge(Write.of(held));
    poll();
    feeds.listed(OWN);
    FeedPage page = poll();
    assertThat(page.withdrawn()).containsExactly(OWN);
    assertThat(page.entries()).containsExactly(held);
    feeds.listed(held);
    assertThat(poll().withdrawn()).as("as it was taken").isEmpty();
  }

  @Test
  void aRefusedWriteOfAKeyThatTheAuthorityDoesNotHoldIsWithdrawnAlone() {
    feeds.accepted(pending.add(OWN));
    poll();
    feeds.withdrawn(pending.remove(OWN));
    FeedPage page = poll();
    assertThat(page.withdrawn()).containsExactly(OWN);
    assertThat(page.entries()).isEmpty();
  }

  @Test
  void aWithdrawalWaitsUntilTheAuthorityCanSayWhatItHolds() {
    Entry held = tombstone("a", 2);
    authority.merge(Write.of(held));
    feeds.accepted(pending.add(OWN));
    poll();
    feeds.withdrawn(pending.remove(OWN));
    faulty.faults().failBefore(Operation.READ_ALL, 1);
    assertThat(poll().withdrawn()).isEmpty();
    background.advance(Duration.ofSeconds(1));
    FeedPage page = poll();
    assertThat(page.withdrawn()).containsExactly(OWN);
    assertThat(page.entries()).containsExactly(held);
  }

  @Test
  void aRestartOfTheAuthoritysFeedIsPassedOn() {
    authority.merge(Write.of(OTHER));
    faulty.faults().restartFeed();
    feeds.taken(OWN);
    FeedPage page = poll();
    assertThat(page.continuity()).isEqualTo(FeedPage.Continuity.RESTARTED);
    assertThat(page.entries()).containsExactly(OTHER, OWN);
  }

  @Test
  void aFeedHearsOfItsOwnPrefixAlone() {
    Feed narrow = feeds.open(FeedRequest.after(authority.head()).prefix("b").optimistic());
    pending.add(OWN);
    feeds.accepted(OWN);
    feeds.taken(OTHER);
    assertThat(narrow.poll(Duration.ZERO).entries()).containsExactly(OTHER);
  }

  @Test
  void aFeedFromTheStartHasAMarkThatBeginsAnewUntilTheAuthorityHasAnswered() {
    authority.merge(Write.of(OTHER));
    Feed fromStart = feeds.open(FeedRequest.fromStart().optimistic());
    faulty.faults().down();
    feeds.taken(OWN);
    FeedPage page = fromStart.poll(Duration.ZERO);
    assertThat(page.entries()).containsExactly(OWN);
    try (Feed later = authority.feed(FeedRequest.after(page.mark()))) {
      FeedPage anew = later.poll(Duration.ZERO);
      assertThat(anew.continuity()).isEqualTo(FeedPage.Continuity.RESTARTED);
      assertThat(anew.entries()).containsExactly(OTHER);
    }
  }

  @Test
  void pagesAreNotLargerThanAskedFor() {
    Feed small = feeds.open(FeedRequest.after(authority.head()).pageSize(3).optimistic());
    for (int i = 0; i < 7; i++) {
      feeds.taken(value("k" + i, 1, "x"));
    }
    authority.merge(Write.of(OTHER));
    assertThat(small.poll(Duration.ZERO).entries()).hasSize(3).contains(OTHER);
    assertThat(small.poll(Duration.ZERO).entries()).hasSize(3);
    assertThat(small.poll(Duration.ZERO).entries()).hasSize(2);
  }

  @Test
  void aStoreThatBreaksItsContractBreaksTheFeed() {
    authority.close();
    assertThatThrownBy(this::poll).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aClosedFeedIsNotPolledAndHearsNothing() {
    feed.close();
    feed.close();
    feeds.taken(OWN);
    assertThatThrownBy(this::poll)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void closingTheChainsFeedsClosesEach() {
    feeds.close();
    assertThatThrownBy(this::poll).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatIsUndecidedWhenAFeedIsOpenedIsDeliveredFirst() {
    pending.add(OWN);
    Feed late = feeds.open(FeedRequest.after(authority.head()).optimistic());
    assertThat(late.poll(Duration.ZERO).entries()).containsExactly(OWN);
    feeds.withdrawn(pending.remove(OWN));
    assertThat(late.poll(Duration.ZERO).withdrawn()).containsExactly(OWN);
  }

  @Test
  void whatWasOvertakenBeforeAFeedIsOpenedIsFollowedByWhatOvertookIt() {
    authority.merge(Write.of(pending.add(OWN))); // whose answer is on its way
    Entry newer = value("a", 99, "newer");
    authority.merge(Write.of(newer));
    Feed late = feeds.open(FeedRequest.after(authority.head()).optimistic());
    assertThat(late.poll(Duration.ZERO).entries()).containsExactly(OWN);
    feeds.taken(OWN);
    feeds.settled(pending.remove(OWN));
    assertThat(late.poll(Duration.ZERO).entries()).containsExactly(newer);
  }

  @Test
  void whatWasHiddenBeforeAFeedIsOpenedIsNotToldButWhatHidIt() {
    authority.merge(Write.of(pending.hide(OWN))); // whose answer is on its way
    Entry newer = value("a", 99, "newer");
    authority.merge(Write.of(newer));
    Feed late = feeds.open(FeedRequest.after(authority.head()).optimistic());
    assertThat(late.poll(Duration.ZERO).entries()).isEmpty();
    feeds.taken(OWN);
    feeds.settled(pending.remove(OWN));
    assertThat(late.poll(Duration.ZERO).entries()).containsExactly(newer);
  }

  @Test
  void whatWasWrittenBeforeAFeedIsOpenedIsNotTold() {
    long listeners = feeds.listeners();
    authority.merge(Write.of(OWN)); // whose answer is on its way
    authority.merge(Write.of(value("a", 99, "newer")));
    Feed late = feeds.open(FeedRequest.after(authority.head()).optimistic());
    feeds.taken(OWN, listeners);
    assertThat(late.poll(Duration.ZERO).entries()).isEmpty();
    feeds.taken(OTHER, feeds.listeners());
    assertThat(late.poll(Duration.ZERO).entries()).containsExactly(OTHER);
  }

  private FeedPage poll() {
    return feed.poll(Duration.ZERO);
  }
}
