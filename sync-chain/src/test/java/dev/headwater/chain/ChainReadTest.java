package dev.headwater.chain;

import static dev.headwater.testkit.Entries.expiring;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Purge;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.testkit.Operation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChainReadTest {

  private static final Key A = key("a");

  private final ChainRig rig = new ChainRig();
  private final ChainStore chain = rig.chain;

  @AfterEach
  void close() {
    rig.close();
  }

  private Entry below(Entry entry) {
    rig.authority.merge(Write.of(entry));
    rig.background.settle();
    rig.clearRecords();
    rig.events.clear();
    return entry;
  }

  // --- walk and backfill ---

  @Test
  void aMissWalksDownAndBackfillsTheSameEntry() {
    Entry entry = below(value("a", 10, "one"));

    assertThat(chain.read(A)).isEqualTo(entry);
    rig.background.settle();

    assertThat(rig.memory.read(A)).isEqualTo(entry);
    assertThat(rig.cache.read(A)).isEqualTo(entry);
    assertThat(rig.events.lines())
        .containsExactly(
            "miss memory a",
            "miss cache a",
            "hit authority a",
            "backfilled memory a",
            "backfilled cache a");
  }

  @Test
  void aHitInMemoryAsksNoOtherLayer() {
    below(value("a", 10, "one"));
    chain.read(A);
    rig.background.settle();
    rig.clearRecords();

    chain.read(A);

    assertThat(rig.memory.operations()).containsExactly("read(1)");
    assertThat(rig.cache.requests()).isZero();
    assertThat(rig.authority.requests()).isZero();
  }

  @Test
  void aHitInTheCacheAsksNoDeeperLayer() {
    Entry entry = below(value("a", 10, "one"));
    rig.cache.merge(Write.of(entry));
    rig.clearRecords();

    assertThat(chain.read(A)).isEqualTo(entry);
    assertThat(rig.cache.operations()).containsExactly("read(1)");
    assertThat(rig.authority.requests()).isZero();
  }

  @Test
  void theWalkStopsAtATombstone() {
    below(value("a", 10, "one"));
    Entry tombstone = tombstone("a", 20);
    rig.cache.merge(Write.of(tombstone));
    rig.clearRecords();

    assertThat(chain.read(A)).isEqualTo(tombstone);
    assertThat(rig.authority.requests()).isZero();
  }

  @Test
  void aFailedBackfillDoesNotFailTheRead() {
    Entry entry = below(value("a", 10, "one"));
    rig.cacheFaults.faults().failBefore(Operation.MERGE_ALL, 1);

    assertThat(chain.read(A)).isEqualTo(entry);
    rig.background.settle();

    assertThat(rig.events.of("failed")).containsExactly("failed cache StoreUnavailableException");
  }

  @Test
  void aBackfillRunsInTheBackground() {
    below(value("a", 10, "one"));

    chain.read(A);

    assertThat(rig.cache.count(Operation.MERGE_ALL)).isZero();
    rig.background.settle();
    assertThat(rig.cache.count(Operation.MERGE_ALL)).isEqualTo(1);
  }

  @Test
  void whatAListingShowedIsNotReadInAnOlderVersion() {
    below(value("a", 10, "one"));
    chain.read(A);
    rig.authorityFaults.faults().failBefore(Operation.POLL, Integer.MAX_VALUE);
    Entry young = value("a", 20, "two");
    rig.authorityFaults.merge(Write.of(young));

    try (EntryCursor cursor = chain.list(ListRequest.live(""))) {
      assertThat(cursor.next().entries()).containsExactly(young);
    }

    assertThat(chain.read(A)).isEqualTo(young);
  }

  @Test
  void aBackfillThatAPurgeOvertookIsTakenBack() {
    Entry entry = below(value("a", 10, "one"));
    chain.read(A);
    rig.cacheFaults
        .faults()
        .runBefore(Operation.MERGE_ALL, () -> chain.purge(List.of(Purge.of(entry))));

    rig.background.settle();

    assertThat(rig.cacheFaults.read(A)).isNull();
    assertThat(chain.read(A)).isNull();
  }

  // --- an error is not a miss ---

  @Test
  void aDeadCacheIsPassedByWhenTheAuthorityAnswers() {
    Entry entry = below(value("a", 10, "one"));
    rig.cacheFaults.faults().down();

    assertThat(chain.read(A)).isEqualTo(entry);
    assertThat(chain.read(key("absent"))).isNull();
  }

  @Test
  void aDeadAuthorityIsNoAbsence() {
    rig.authorityFaults.faults().down();

    assertThatThrownBy(() -> chain.read(A))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("'a'")
        .hasMessageContaining("authority");
  }

  @Test
  void aDeadAuthorityDoesNotHideWhatACacheHolds() {
    Entry entry = value("a", 10, "one");
    rig.cache.merge(Write.of(entry));
    rig.authorityFaults.faults().down();

    assertThat(chain.read(A)).isEqualTo(entry);
  }

  @Test
  void anErrorIsNotRemembered() {
    Entry entry = below(value("a", 10, "one"));
    rig.authorityFaults.faults().failBefore(Operation.READ, 1);

    assertThatThrownBy(() -> chain.read(A)).isInstanceOf(StoreUnavailableException.class);
    assertThat(chain.read(A)).isEqualTo(entry);
  }

  // --- absence ---

  @Test
  void absenceIsRememberedBriefly() {
    assertThat(chain.read(A)).isNull();
    rig.clearRecords();

    assertThat(chain.read(A)).isNull();
    assertThat(rig.authority.requests()).isZero();

    rig.clock.advance(Duration.ofSeconds(1));
    assertThat(chain.read(A)).isNull();
    assertThat(rig.authority.operations()).contains("read(1)");
  }

  @Test
  void aWriteEndsRememberedAbsence() {
    chain.read(A);
    Entry entry = value("a", 10, "one");

    chain.merge(Write.of(entry));
    rig.evict();

    assertThat(chain.read(A)).isEqualTo(entry);
  }

  @Test
  void anotherProcessesWriteEndsRememberedAbsence() {
    chain.read(A);
    Entry entry = value("a", 10, "one");

    rig.authority.merge(Write.of(entry));
    rig.background.advance(Duration.ofMillis(20));

    assertThat(chain.read(A)).isEqualTo(entry);
  }

  // --- expiry ---

  @Test
  void anExpiredEntryIsNotReturnedFromMemory() {
    long expiry = rig.clock.millis() + 1000;
    Entry entry = below(expiring("a", 10, "one", expiry));
    assertThat(chain.read(A)).isEqualTo(entry);
    rig.background.settle();

    rig.clock.advance(Duration.ofSeconds(1));

    assertThat(chain.read(A)).isNull();
  }

  // --- never backwards ---

  @Test
  void aReadDoesNotGoBackToAnOlderCopyInACache() {
    Entry old = value("a", 10, "old");
    Entry young = value("a", 20, "young");
    rig.cache.merge(Write.of(old));
    rig.cacheFaults.faults().failBefore(Operation.MERGE, 1);
    chain.merge(Write.of(young));

    rig.evict();

    assertThat(chain.read(A)).isEqualTo(young);
    assertThat(rig.events.lines()).contains("stale cache a");
  }

  @Test
  void aReadDoesNotGoBackWhenTheAuthorityDoes() {
    Entry young = value("a", 20, "young");
    chain.merge(Write.of(young));
    rig.evict();
    ChainRig.evict(rig.cache);
    ChainRig.evict(rig.authority);
    rig.authority.merge(Write.of(value("a", 10, "old")));

    assertThatThrownBy(() -> chain.read(A))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("older than")
        .hasMessageContaining("'authority'");
  }

  @Test
  void aBackfillDoesNotReplaceANewerWrite() {
    below(value("a", 10, "old"));
    Entry young = value("a", 20, "young");
    rig.authorityFaults
        .faults()
        .runAfter(
            Operation.READ,
            () -> {
              rig.authorityFaults.faults().runAfter(Operation.READ, () -> {});
              chain.merge(Write.of(young)); // while the walk is on its way back up
              rig.evict();
            });

    chain.read(A);

    assertThat(chain.read(A)).isEqualTo(young);
  }

  @Test
  void oldKeysAreCachedThoughManyFloorsWereForgotten() {
    try (ChainRig small =
        new ChainRig(new ChainRig.Lower(), builder -> builder.rememberedKeys(8))) {
      Entry old = value("old", 10, "old");
      small.authority.merge(Write.of(old));
      for (int i = 0; i < 500; i++) {
        small.chain.merge(Write.of(value("k" + i, 1000 + i, "v")));
      }
      small.background.settle();
      small.clearRecords();

      assertThat(small.chain.read(key("old"))).isEqualTo(old);
      small.clearRecords();
      assertThat(small.chain.read(key("old"))).isEqualTo(old);
      assertThat(small.authority.requests()).isZero();
    }
  }

  // --- batches ---

  @Test
  void aBatchAsksEachLayerOnceForWhatIsStillMissing() {
    below(value("a", 10, "a"));
    below(value("b", 10, "b"));
    below(value("c", 10, "c"));
    rig.cache.merge(Write.of(value("b", 10, "b")));
    chain.read(A);
    rig.background.settle();
    rig.clearRecords();

    ReadBatch batch = chain.readAll(List.of(key("a"), key("b"), key("c"), key("d"), key("a")));

    assertThat(batch.entries().keySet()).containsExactlyInAnyOrder(A, key("b"), key("c"));
    assertThat(rig.cache.operations()).containsExactly("readAll(3)");
    assertThat(rig.authority.operations()).containsExactly("readAll(2)");
  }

  @Test
  void aBatchWithADeadAuthorityFails() {
    rig.authorityFaults.faults().down();

    assertThatThrownBy(() -> chain.readAll(List.of(A, key("b"))))
        .isInstanceOf(StoreUnavailableException.class);
  }

  // --- breaker ---

  @Test
  void aLayerThatFailsAgainAndAgainIsLeftAloneAndAskedAgainLater() {
    rig.cacheFaults.faults().down();
    for (int i = 0; i < 5; i++) {
      chain.read(key("k" + i));
    }
    assertThat(rig.events.of("breaker")).containsExactly("breaker cache OPEN");
    rig.clearRecords();
    chain.read(key("k5"));
    assertThat(rig.cache.requests()).isZero();

    rig.cacheFaults.faults().up();
    rig.clock.advance(Duration.ofSeconds(31));
    chain.read(key("k6"));

    assertThat(rig.cache.count(Operation.READ)).isEqualTo(1);
    assertThat(rig.events.of("breaker"))
        .containsExactly("breaker cache OPEN", "breaker cache CLOSED");
  }
}
