package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import dev.headwater.store.Purge;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.testkit.ReferenceJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What readers of a chain see of writes that wait in its outbox. */
class OutboxReadTest {

  private final OutboxRig rig = OutboxRig.started();

  @AfterEach
  void close() {
    rig.close();
  }

  private void evict() {
    ChainRig.evict(rig.memory);
  }

  private void other(Entry entry) {
    rig.authorityFaults.merge(Write.of(entry));
  }

  @Test
  void aPendingWriteIsReadWhateverMemoryForgets() {
    other(value("a", 5, "old"));
    rig.chain.read(key("a"));
    Entry mine = value("a", 10, "mine");
    rig.put(mine);
    evict();

    assertThat(rig.chain.read(key("a"))).isEqualTo(mine);
    evict();
    assertThat(rig.chain.readAll(List.of(key("a"), key("b"))).entries())
        .containsExactly(Map.entry(key("a"), mine));
    evict();
    assertThat(rig.chain.lookup(key("a"), ReadBound.anyLayer()).entry()).isEqualTo(mine);
  }

  @Test
  void aPendingDeleteHidesWhatTheAuthorityHolds() {
    other(value("a", 5, "old"));
    rig.put(tombstone("a", 10));
    evict();

    assertThat(rig.chain.read(key("a"))).isEqualTo(tombstone("a", 10));
    assertThat(list("", 10)).isEmpty();
  }

  @Test
  void pendingWritesAreReadAfterARestart() {
    rig.authorityIsAway();
    rig.put(value("a", 10, "one"));
    rig.put(tombstone("b", 11));
    rig.kill();
    rig.start(Fuse.never());
    rig.authorityIsAway();

    assertThat(rig.chain.read(key("a"))).isEqualTo(value("a", 10, "one"));
    ReadBatch batch = rig.chain.readAll(List.of(key("a"), key("b")));
    assertThat(batch.entries()).containsKey(key("a"));
    assertThatThrownBy(() -> rig.chain.read(key("c")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("authority");
  }

  @Test
  void whatIsNewerThanThePendingWriteIsReadInstead() {
    Entry theirs = value("a", 20, "theirs");
    rig.authorityIsAway();
    rig.put(value("a", 10, "mine"));
    rig.authorityIsBack();
    other(theirs);

    rig.pass(Duration.ofMillis(600)); // the feed tells, or the authority refuses
    evict();

    assertThat(rig.chain.read(key("a"))).isEqualTo(theirs);
  }

  private List<Entry> list(String prefix, int pageSize) {
    return list(ListRequest.live(prefix).pageSize(pageSize));
  }

  private List<Entry> list(ListRequest request) {
    List<Entry> all = new ArrayList<>();
    try (EntryCursor cursor = rig.chain.list(request)) {
      Page page;
      do {
        page = cursor.next();
        assertThat(page.entries()).hasSizeLessThanOrEqualTo(request.pageSize());
        all.addAll(page.entries());
      } while (!page.last());
    }
    return all;
  }

  @Test
  void listingsMergePendingWritesInKeyOrderOnAnyPageSize() {
    Random random = new Random(3);
    Map<Key, Entry> expected = new TreeMap<>();
    for (int i = 0; i < 60; i++) {
      Entry below = value("k/" + random.nextInt(80), 10 + i, "below");
      other(below);
      expected.put(below.key(), below);
    }
    for (int i = 0; i < 60; i++) {
      String text = (random.nextInt(5) == 0 ? "x/" : "k/") + random.nextInt(80);
      boolean delete = random.nextInt(3) == 0;
      Entry above = delete ? tombstone(text, 100 + i) : value(text, 100 + i, "above");
      rig.put(above);
      expected.put(above.key(), above);
    }
    expected.values().removeIf(Entry::isTombstone);
    for (int pageSize : new int[] {1, 2, 7, 1000}) {
      assertThat(list("", pageSize)).containsExactlyElementsOf(expected.values());
      assertThat(list("k/", pageSize))
          .containsExactlyElementsOf(
              expected.values().stream().filter(e -> e.key().startsWith("k/")).toList());
    }
    rig.heal();
    assertThat(list("", 10)).containsExactlyElementsOf(expected.values());
  }

  @Test
  void aListingMayShowPendingTombstonesAndBeginAnywhere() {
    other(value("a", 1, "one"));
    rig.put(tombstone("b", 10));
    rig.put(value("c", 11, "three"));

    assertThat(list(ListRequest.all("").pageSize(2)))
        .containsExactly(value("a", 1, "one"), tombstone("b", 10), value("c", 11, "three"));
    assertThat(list(ListRequest.all("").after(key("b")).pageSize(2)))
        .containsExactly(value("c", 11, "three"));
  }

  @Test
  void aPurgeForgetsWhatIsOwedToTheReplica() {
    rig.replicaFaults.faults().down();
    Entry entry = value("a", 10, "one");
    rig.put(entry);
    rig.background.settle();
    rig.replicaFaults.faults().up();

    rig.chain.purge(List.of(Purge.of(entry)));

    assertThat(rig.chain.outbox().flush(Duration.ZERO)).isTrue();
    rig.heal();
    assertThat(rig.replicaData.peek(key("a"))).isNull();
    assertThat(rig.chain.read(key("a"))).isNull();
    rig.restart();
    rig.heal();
    assertThat(rig.replicaData.peek(key("a"))).isNull();
  }

  @Test
  void aPurgeWaitsForTheDecisionOfWhatIsPending() {
    Entry entry = value("a", 10, "one");
    rig.put(entry);

    assertThat(rig.chain.purge(List.of(Purge.of(entry)))).isEqualTo(1);

    rig.heal();
    assertThat(rig.authorityData.peek(key("a"))).isNull();
    assertThat(rig.replicaData.peek(key("a"))).isNull();
  }

  @Test
  void aPurgeOfSomethingOlderLeavesThePendingWrite() {
    Entry entry = value("a", 10, "one");
    rig.put(entry);

    rig.chain.purge(List.of(new Purge(key("a"), stamp(9))));

    rig.heal();
    assertThat(rig.replicaData.peek(key("a"))).isEqualTo(entry);
  }

  @Test
  void whatIsOwedToACacheIsNotReadInItsOlderVersionAfterARestart() {
    ChainRig.Lower lower = new ChainRig.Lower();
    ReferenceJournal journal = new ReferenceJournal();
    Entry old = value("a", 10, "old");
    Entry young = value("a", 20, "young");
    ChainRig first = chained(lower, journal);
    first.chain.merge(Write.of(old));
    first.cacheFaults.faults().down();
    first.chain.merge(Write.of(young));
    journal.close(); // killed
    ChainRig second = chained(lower, journal.reopen());

    assertThat(second.chain.read(key("a"))).isEqualTo(young);

    second.background.advance(Duration.ofMinutes(1));
    assertThat(lower.cache().peek(key("a"))).isEqualTo(young);
    second.close();
  }

  private static ChainRig chained(ChainRig.Lower lower, ReferenceJournal journal) {
    return new ChainRig(lower, builder -> builder.outbox(OutboxConfig.journaled(journal)));
  }
}
