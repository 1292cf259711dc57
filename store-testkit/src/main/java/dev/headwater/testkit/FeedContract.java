package dev.headwater.testkit;

import static dev.headwater.testkit.Entries.expiring;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedPage.Continuity;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.Purge;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A feed delivers every change that is still held, and nothing for what changed nothing. */
abstract class FeedContract extends ContractGroup {

  @Test
  void aMergeIsFed() {
    FeedReader feed = feed(FeedRequest.after(store().head()));
    write(value("a", 1, "x"));
    feed.await(value("a", 1, "x"));
    assertThat(feed.restarted()).isFalse();
  }

  @Test
  void everyMergeOfDifferentKeysIsFed() {
    FeedReader feed = feed(FeedRequest.after(store().head()));
    List<Entry> entries = Entries.values("k", 25, 1);
    write(entries.subList(0, 5));
    store().mergeAll(Batch.of(entries.subList(5, 25)));
    feed.await(entries);
  }

  @Test
  void theLastEntryOfAKeyIsFedAndNoneAfterIt() {
    FeedReader feed = feed(FeedRequest.after(store().head()));
    for (int i = 1; i <= 10; i++) {
      write(value("a", i, "x" + i));
    }
    feed.await(value("a", 10, "x10")).settle();
    assertThat(feed.entries()).isEmpty();
  }

  @Test
  void tombstonesAreFed() {
    FeedReader feed = feed(FeedRequest.after(store().head()));
    write(tombstone("a", 1), value("b", 1, "x"), tombstone("b", 2));
    feed.await(tombstone("a", 1), tombstone("b", 2));
    feed(FeedRequest.fromStart()).await(tombstone("a", 1), tombstone("b", 2));
  }

  @Test
  void valuesThatExpireAndThatHaveExpiredAreFed() {
    FeedReader feed = feed(FeedRequest.after(store().head()));
    Entry expired = expiring("a", 1, "x", nowMillis() - 1);
    Entry expires = expiring("b", 1, "x", nowMillis() + 60_000);
    write(expires);
    assertThat(merge(expired).wrote()).isTrue();
    feed.await(expires).await(expired);
  }

  @Test
  void repeatedAndSupersededMergesAreNotFed() {
    FeedReader feed = feed(FeedRequest.fromStart());
    write(value("a", 5, "held"), tombstone("b", 5), value("z", 1, "sentinel"));
    feed.await(value("z", 1, "sentinel")).await(value("a", 5, "held"), tombstone("b", 5)).settle();
    merge(value("a", 5, "held"));
    merge(tombstone("b", 5));
    merge(value("a", 4, "late"));
    store().mergeAll(Batch.of(List.of(value("b", 4, "late"), value("a", 5, "held"))));
    write(value("z", 2, "sentinel"));
    feed.await(value("z", 2, "sentinel"));
    assertThat(feed.entries()).containsExactly(value("z", 2, "sentinel"));
  }

  @Test
  void aFeedFromTheStartDeliversEverythingHeldThenChanges() {
    List<Entry> entries = Entries.values("k", 10, 1);
    write(entries);
    write(tombstone("t", 1));
    FeedReader feed = feed(FeedRequest.fromStart().pageSize(3));
    feed.await(entries).await(tombstone("t", 1));
    write(value("later", 1, "x"));
    feed.await(value("later", 1, "x"));
  }

  @Test
  void aFeedFromTheHeadOfAnEmptyStoreDeliversTheFirstChange() {
    Mark empty = store().head();
    write(value("a", 1, "x"));
    FeedReader feed = feed(FeedRequest.after(empty)).await(value("a", 1, "x"));
    assertThat(feed.restarted()).isFalse();
  }

  @Test
  void aFeedGoesOnFromItsMarkInAnotherStore() {
    FeedReader first = feed(FeedRequest.after(store().head()));
    write(value("a", 1, "before"));
    first.await(value("a", 1, "before")).close();
    write(value("b", 1, "meanwhile"));
    FeedReader second = feed(open(), FeedRequest.after(first.mark()));
    second.await(value("b", 1, "meanwhile"));
    assertThat(second.restarted()).isFalse();
    write(value("c", 1, "after"));
    second.await(value("c", 1, "after"));
  }

  @Test
  void everyPagesMarkGoesOnWhereThePageEnds() {
    List<Entry> entries = Entries.values("k", 12, 1);
    Mark mark = store().head();
    write(entries);
    FeedReader whole = feed(FeedRequest.after(mark).pageSize(4)).await(entries);
    List<Entry> delivered = new ArrayList<>();
    for (FeedPage page : whole.pages()) {
      delivered.addAll(page.entries());
      List<Entry> rest = new ArrayList<>(entries);
      rest.removeAll(delivered);
      feed(FeedRequest.after(page.mark())).await(rest);
    }
  }

  @Test
  void marksOfTheFirstScanGoOnToo() {
    List<Entry> entries = Entries.values("k", 9, 1);
    write(entries);
    FeedReader scan = feed(FeedRequest.fromStart().pageSize(2));
    List<Entry> delivered = new ArrayList<>(scan.poll(fixture().feedPatience()).entries());
    FeedReader resumed = feed(FeedRequest.after(scan.mark()).pageSize(2));
    List<Entry> rest = new ArrayList<>(entries);
    rest.removeAll(delivered);
    write(value("k00000", 2, "changed behind the scan"));
    resumed.await(rest).await(value("k00000", 2, "changed behind the scan"));
  }

  @Test
  void aMarkSurvivesBeingWrittenAsText() {
    Mark mark = Mark.parse(store().head().toString());
    write(value("a", 1, "x"));
    FeedReader feed = feed(FeedRequest.after(mark)).await(value("a", 1, "x"));
    assertThat(feed.restarted()).isFalse();
  }

  @Test
  void aMarkOfAnotherIncarnationBeginsAnewAndSaysSo() {
    List<Entry> entries = Entries.values("k", 5, 1);
    write(entries);
    Mark foreign = new Mark("another-life", store().head().position());
    FeedReader feed = feed(FeedRequest.after(foreign)).awaitRestart().await(entries);
    assertThat(feed.pages().get(0).continuity()).isEqualTo(Continuity.RESTARTED);
    feed.settle();
    write(value("later", 1, "x"));
    feed.await(value("later", 1, "x"));
    assertThat(feed.restarted()).as("it says so once").isFalse();
  }

  @Test
  void aMarkThatMeansNothingBeginsAnewAndSaysSo() {
    List<Entry> entries = Entries.values("k", 5, 1);
    write(entries);
    Mark garbage = new Mark(store().head().incarnation(), "no position, really");
    feed(FeedRequest.after(garbage)).awaitRestart().await(entries);
  }

  @Test
  void aFeedThatBeginsAnewInAnEmptyStoreSaysSo() {
    feed(FeedRequest.after(new Mark("another-life", "1"))).awaitRestart();
  }

  @Test
  void aPrefixNarrowsTheFeed() {
    write(value("a/before", 1, "x"), value("b/before", 1, "x"));
    FeedReader start = feed(FeedRequest.fromStart().prefix("a/"));
    FeedReader head = feed(FeedRequest.after(store().head()).prefix("a/"));
    write(value("a", 2, "x"), value("a/1", 2, "x"), value("a0", 2, "x"), value("b/1", 2, "x"));
    write(value("a/2", 2, "x"));
    head.await(value("a/1", 2, "x"), value("a/2", 2, "x"));
    start.await(value("a/before", 1, "x"), value("a/1", 2, "x"), value("a/2", 2, "x"));
    assertThat(keys(start.entries())).allMatch(key -> key.startsWith("a/"));
    assertThat(keys(head.entries())).allMatch(key -> key.startsWith("a/"));
  }

  @Test
  void marksOfANarrowFeedPassTheChangesOfOthers() {
    FeedReader feed = feed(FeedRequest.after(store().head()).prefix("a/"));
    write(value("b/1", 1, "x"), value("a/1", 1, "x"));
    feed.await(value("a/1", 1, "x"));
    FeedReader next = feed(FeedRequest.after(feed.mark()).prefix("a/"));
    write(value("a/2", 1, "x"));
    next.await(value("a/2", 1, "x"));
    assertThat(next.restarted()).isFalse();
  }

  @Test
  void aWriteThroughOneStoreReachesTheFeedOfAnother() {
    Store other = open();
    FeedReader ours = feed(FeedRequest.after(store().head()));
    FeedReader theirs = feed(other, FeedRequest.after(other.head()));
    write(value("a", 1, "ours"));
    other.merge(Write.of(value("b", 1, "theirs")));
    ours.await(value("b", 1, "theirs"));
    theirs.await(value("a", 1, "ours"));
  }

  @Test
  void noChangeOfConcurrentWritersIsLost() throws InterruptedException {
    requireDecisionsAtOnce();
    FeedReader feed = feed(FeedRequest.after(store().head()).pageSize(7));
    Store other = open();
    Parallel.run(
        4,
        thread -> {
          Store writer = thread % 2 == 0 ? store() : other;
          for (int i = 1; i <= 25; i++) {
            writer.merge(Write.of(value("own/" + thread + "/" + i, 1, "x")));
            writer.merge(Write.of(value(key("shared"), Entries.stamp(i, thread + 1), "x")));
          }
        });
    List<Entry> held = list(ListRequest.all(""));
    assertThat(held).hasSize(101);
    feed.await(held);
  }

  @Test
  void noChangeIsLostBetweenPagesOfAFeedThatRunsBesideTheWriters() throws InterruptedException {
    Mark start = store().head();
    List<Entry> delivered = new ArrayList<>();
    var writers =
        Parallel.start(
            "writers",
            () ->
                Parallel.run(
                    3,
                    thread -> {
                      for (int i = 0; i < 30; i++) {
                        store().merge(Write.of(value("k" + thread + "/" + i, 1, "x")));
                      }
                    }));
    Mark mark = start;
    while (!writers.isDone()) {
      try (FeedReader feed =
          new FeedReader(store().feed(FeedRequest.after(mark)), fixture().feedPatience())) {
        delivered.addAll(feed.poll(Duration.ofMillis(20)).entries());
        mark = feed.mark();
      }
    }
    Parallel.join(writers, Duration.ofSeconds(60));
    List<Entry> rest = new ArrayList<>(list(ListRequest.all("k")));
    assertThat(rest).hasSize(90);
    rest.removeAll(delivered);
    feed(FeedRequest.after(mark)).await(rest);
  }

  @Test
  void whatWasPurgedIsNotFed() {
    write(value("a", 1, "stays"), value("b", 1, "goes"));
    store().purge(List.of(Purge.of(value("b", 1, "goes"))));
    write(value("z", 1, "sentinel"));
    FeedReader feed = feed(FeedRequest.fromStart()).await(value("z", 1, "sentinel"));
    feed.await(value("a", 1, "stays"));
    assertThat(keys(feed.entries())).doesNotContain(key("b"));
  }

  @Test
  void aPollOfZeroReturnsAtOnce() {
    FeedReader feed = feed(FeedRequest.after(store().head()));
    Deadline deadline =
        Deadline.in(Duration.ofMillis(store().capabilities().limits().timeoutMillis()));
    for (int i = 0; i < 5; i++) {
      assertThat(feed.poll(Duration.ZERO).isEmpty()).isTrue();
    }
    assertThat(deadline.isPast()).isFalse();
    write(value("a", 1, "x"));
    Deadline patience = Deadline.in(fixture().feedPatience());
    while (feed.entries().isEmpty() && !patience.isPast()) {
      feed.poll(Duration.ZERO);
      Thread.onSpinWait();
    }
    assertThat(feed.entries()).containsOnly(value("a", 1, "x"));
  }

  @Test
  void aQuietFeedDeliversAnEmptyPageWhenTheWaitIsOver() {
    FeedReader feed = feed(FeedRequest.after(store().head()));
    FeedPage page = feed.poll(Duration.ofMillis(30));
    assertThat(page.isEmpty()).isTrue();
    assertThat(page.continuity()).isEqualTo(Continuity.CONTINUOUS);
    write(value("a", 1, "x"));
    feed(FeedRequest.after(page.mark())).await(value("a", 1, "x"));
  }

  @Test
  void pagesAreAboutAsLargeAsAskedFor() {
    List<Entry> entries = Entries.values("k", 30, 1);
    Mark start = store().head();
    write(entries);
    FeedReader changes = feed(FeedRequest.after(start).pageSize(5)).await(entries);
    FeedReader scan = feed(FeedRequest.fromStart().pageSize(5)).await(entries);
    assertThat(changes.pages()).allMatch(page -> page.entries().size() <= 10);
    assertThat(scan.pages()).allMatch(page -> page.entries().size() <= 10);
  }

  @Test
  void closingAFeedEndsAWaitingPoll() throws InterruptedException {
    FeedReader feed = feed(FeedRequest.after(store().head()));
    var waiting = Waiting.poll(feed);
    feed.close();
    waiting.requireEnd();
    feed.close();
  }

  @Test
  void closingTheStoreEndsAWaitingPoll() throws InterruptedException {
    Store other = open();
    FeedReader feed = feed(other, FeedRequest.after(other.head()));
    var waiting = Waiting.poll(feed);
    other.close();
    waiting.requireEnd();
  }

  @Test
  void aClosedFeedIsNotPolled() {
    FeedReader feed = feed(FeedRequest.fromStart());
    feed.close();
    assertThatThrownBy(() -> feed.poll(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
  }
}
