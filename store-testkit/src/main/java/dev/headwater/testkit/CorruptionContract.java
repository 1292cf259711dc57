package dev.headwater.testkit;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Batch;
import dev.headwater.store.Batch.Atomicity;
import dev.headwater.store.Capability;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.MergeOutcome.Failed;
import dev.headwater.store.Page;
import dev.headwater.store.Purge;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Stamp;
import dev.headwater.store.Write;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What is no record is reported, hides no other key, and is not overwritten silently. Where a store
 * can't be damaged, the key stays as it was.
 */
abstract class CorruptionContract extends ContractGroup {

  private static final Key BROKEN = Key.of("k/broken");
  private static final Entry BEFORE = value("k/before", 1, "x");
  private static final Entry OLD = value(BROKEN, 1, "was fine");
  private static final Entry AFTER = value("k/sound", 1, "x");
  private static final Entry NEWER = value(BROKEN, 9, "newer");
  private static final Stamp LAST = new Stamp(Long.MAX_VALUE, Long.MAX_VALUE);

  @Test
  void readingNamesTheKey() {
    if (damage()) {
      assertCorrupt(BROKEN, () -> store().read(BROKEN));
    }
    assertThat(read("k/before")).isEqualTo(BEFORE);
    assertThat(read("k/sound")).isEqualTo(AFTER);
  }

  @Test
  void readingSeveralReportsItBesideTheOthers() {
    boolean damaged = damage();
    ReadBatch batch = store().readAll(List.of(BEFORE.key(), BROKEN, AFTER.key()));
    assertThat(batch.entries().values()).contains(BEFORE, AFTER).hasSize(damaged ? 2 : 3);
    assertThat(batch.corrupt().keySet()).isEqualTo(damaged ? Set.of(BROKEN) : Set.of());
    batch.corrupt().forEach((key, error) -> assertThat(error.key()).isEqualTo(key));
  }

  @Test
  void aListingReportsItOnceAndGoesOn() {
    boolean damaged = damage();
    for (ListRequest request :
        List.of(ListRequest.all("k/"), ListRequest.live(""), ListRequest.all("k/").pageSize(1))) {
      List<Page> pages = pages(request);
      assertThat(pages.stream().flatMap(page -> page.entries().stream()))
          .contains(BEFORE, AFTER)
          .hasSize(damaged ? 2 : 3);
      assertThat(pages.stream().flatMap(page -> page.corrupt().stream()))
          .extracting(CorruptEntryException::key)
          .isEqualTo(damaged ? List.of(BROKEN) : List.of());
    }
  }

  @Test
  void aListingElsewhereDoesNotReportIt() {
    write(value("elsewhere", 1, "x"));
    damage();
    List<Page> pages = pages(ListRequest.all("e"));
    assertThat(pages).allMatch(page -> page.corrupt().isEmpty());
    pages = pages(ListRequest.all("k/").after(BROKEN));
    assertThat(pages).allMatch(page -> page.corrupt().isEmpty());
  }

  @Test
  void aFeedReportsItAndGoesOn() {
    boolean damaged = damage();
    FeedReader feed = feed(FeedRequest.fromStart()).await(BEFORE, AFTER);
    if (damaged) {
      feed.awaitCorrupt(1);
      assertThat(feed.corrupt()).extracting(CorruptEntryException::key).containsOnly(BROKEN);
    }
    write(value("later", 1, "x"));
    feed.await(value("later", 1, "x"));
  }

  @Test
  void aMergeDoesNotOverwriteIt() {
    if (damage()) {
      assertCorrupt(BROKEN, () -> merge(NEWER));
      assertCorrupt(BROKEN, () -> store().read(BROKEN));
    } else {
      write(NEWER);
    }
  }

  @Test
  void aBatchOfEachFailsAtThatKeyOnly() {
    boolean damaged = damage();
    List<MergeOutcome> outcomes =
        store().mergeAll(Batch.of(List.of(value("k/a", 2, "x"), NEWER, value("k/z", 2, "x"))));
    assertThat(outcomes).hasSize(3);
    assertThat(outcomes.get(0)).isEqualTo(MergeOutcome.written());
    assertThat(outcomes.get(2)).isEqualTo(MergeOutcome.written());
    assertThat(read("k/z")).isEqualTo(value("k/z", 2, "x"));
    if (damaged) {
      assertThat(outcomes.get(1)).isInstanceOf(Failed.class);
      assertThat(((Failed) outcomes.get(1)).error().key()).isEqualTo(BROKEN);
      assertCorrupt(BROKEN, () -> store().read(BROKEN));
    } else {
      assertThat(outcomes.get(1)).isEqualTo(MergeOutcome.written());
    }
  }

  @Test
  void anAtomicBatchFailsAsAWhole() {
    boolean damaged = damage();
    Batch batch =
        new Batch(List.of(Write.of(value("k/a", 2, "x")), Write.of(NEWER)), Atomicity.ALL);
    if (!has(Capability.ATOMIC_BATCHES)) {
      assertRejected(RejectedException.Reason.UNSUPPORTED, () -> store().mergeAll(batch));
    } else if (damaged) {
      assertCorrupt(BROKEN, () -> store().mergeAll(batch));
      assertThat(read("k/a")).isNull();
    } else {
      assertThat(store().mergeAll(batch)).containsOnly(MergeOutcome.written());
    }
  }

  @Test
  void aPurgeForgetsItOnlyUpToTheLastStamp() {
    boolean damaged = damage();
    int ordinary = store().purge(List.of(new Purge(BROKEN, NEWER.stamp())));
    assertThat(ordinary).isEqualTo(damaged ? 0 : 1);
    if (damaged) {
      assertCorrupt(BROKEN, () -> store().read(BROKEN));
      assertThat(store().purge(List.of(new Purge(BROKEN, LAST)))).isOne();
    }
    assertThat(store().read(BROKEN)).isNull();
    write(NEWER);
    assertThat(store().read(BROKEN)).isEqualTo(NEWER);
  }

  @Test
  void aKeyThatNeverHeldARecordIsReportedToo() {
    if (fixture().corrupt(key("fresh")) == Corruption.DONE) {
      assertCorrupt(key("fresh"), () -> read("fresh"));
    } else {
      assertThat(read("fresh")).isNull();
    }
  }

  private boolean damage() {
    write(BEFORE, OLD, AFTER);
    return fixture().corrupt(BROKEN) == Corruption.DONE;
  }
}
