package dev.headwater.store.etcd;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static dev.headwater.testkit.Entries.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.headwater.servers.EtcdCluster;
import dev.headwater.servers.EtcdOptions;
import dev.headwater.store.Batch;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.MergeOutcome.Collided;
import dev.headwater.store.MergeOutcome.Superseded;
import dev.headwater.store.MergeOutcome.Survivor;
import dev.headwater.store.Page;
import dev.headwater.store.Purge;
import dev.headwater.store.Write;
import dev.headwater.testkit.ManualClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is particular to etcd, beside the contract. */
class EtcdStoreIT {

  private static EtcdCluster cluster;

  private EtcdStoreConfig config;
  private EtcdStore store;
  private RawEtcd etcd;

  @BeforeAll
  static void startEtcd() {
    cluster = EtcdCluster.start(EtcdOptions.oneNode()); // its own: it is compacted
  }

  @AfterAll
  static void stopEtcd() {
    cluster.close();
  }

  @BeforeEach
  void open() {
    config = Etcds.config(cluster.endpoints(), Etcds.freshPrefix());
    store = EtcdStore.open(config, new ManualClock());
    etcd = new RawEtcd(config);
  }

  @AfterEach
  void close() {
    store.close();
    etcd.deleteAll();
    etcd.close();
  }

  @Test
  void aListingGoesOnWhenItsRevisionIsCompactedAway() {
    List<Entry> entries = values("k", 30, 1);
    store.mergeAll(Batch.of(entries));
    List<Entry> listed = new ArrayList<>();
    try (EntryCursor cursor = store.list(ListRequest.all("").pageSize(10))) {
      listed.addAll(cursor.next().entries());
      store.merge(Write.of(value("k00003a", 1, "behind the cursor")));
      store.merge(Write.of(value("k00025", 2, "before the cursor")));
      cluster.compact();
      Page page;
      do {
        page = cursor.next();
        listed.addAll(page.entries());
      } while (!page.last());
    }
    entries = new ArrayList<>(entries);
    entries.set(25, value("k00025", 2, "before the cursor"));
    assertThat(listed).isEqualTo(entries);
  }

  @Test
  void aListingIsASnapshot() {
    store.mergeAll(Batch.of(values("k", 20, 1)));
    try (EntryCursor cursor = store.list(ListRequest.all("").pageSize(10))) {
      cursor.next();
      store.merge(Write.of(tombstone("k00015", 2)));
      store.merge(Write.of(value("k00015a", 1, "new")));
      assertThat(cursor.next().entries()).isEqualTo(values("k", 20, 1).subList(10, 20));
    }
  }

  @Test
  void pagesOfLargeValuesAreMadeToFit() {
    List<Entry> large = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      large.add(sized("k%02d".formatted(i), 1, 1 << 20)); // 80 MiB, above what one answer may have
    }
    EtcdStore patient =
        EtcdStore.open(config.timeout(java.time.Duration.ofSeconds(60)), new ManualClock());
    try (patient) {
      patient.mergeAll(Batch.of(large));
      List<Integer> sizes = new ArrayList<>();
      try (EntryCursor cursor = patient.list(ListRequest.all(""))) {
        Page page;
        do {
          page = cursor.next();
          sizes.add(page.entries().size());
        } while (!page.last());
      }
      assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(80);
      assertThat(patient.readAll(large.stream().map(Entry::key).toList()).entries()).hasSize(80);
    }
  }

  @Test
  void foreignBytesBelowEveryRecordAreNotOverwritten() {
    for (String garbage : List.of("", "\0", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")) {
      etcd.put("a", ByteString.copyFromUtf8(garbage));
      assertThatThrownBy(() -> store.merge(Write.of(value("a", 5, "x"))))
          .isInstanceOf(CorruptEntryException.class);
      assertThat(store.mergeAll(Batch.of(List.of(value("a", 5, "x"), value("b", 5, "x")))).get(0))
          .isInstanceOf(MergeOutcome.Failed.class);
      assertThat(store.purge(List.of(new Purge(key("a"), stamp(9))))).isZero();
      assertThatThrownBy(() -> store.read(key("a"))).isInstanceOf(CorruptEntryException.class);
    }
  }

  @Test
  void severalWritesOfAKeyInABatchComeOutAsIfMergedInOrder() {
    store.merge(Write.of(value("a", 2, "held")));
    Entry one = value("a", 5, "one");
    Entry two = value("a", 5, "two");
    Entry lower = EntryOrder.compare(one, two) < 0 ? one : two;
    Entry higher = lower.equals(one) ? two : one;
    long before = etcd.revision();
    assertThat(
            store.mergeAll(
                Batch.of(
                    List.of(
                        value("a", 1, "x"),
                        value("a", 3, "x"),
                        lower,
                        higher,
                        value("a", 4, "x"),
                        higher))))
        .containsExactly(
            new Superseded(stamp(2)),
            MergeOutcome.written(),
            MergeOutcome.written(),
            new Collided(Survivor.GIVEN, stamp(5)),
            new Superseded(stamp(5)),
            MergeOutcome.unchanged());
    assertThat(etcd.revision()).as("only the winner is sent").isEqualTo(before + 1);
    assertThat(store.read(key("a"))).isEqualTo(higher);
  }

  @Test
  void storesWithLongerPrefixesAreSeenAndTheirOwnKeysAreNot() {
    EtcdStoreConfig deeper = Etcds.config(cluster.endpoints(), config.prefix() + "/deeper");
    try (EtcdStore inner = EtcdStore.open(deeper, new ManualClock())) {
      inner.head(); // writes what it keeps for itself
      inner.merge(Write.of(value("a", 1, "x")));
      try (EntryCursor cursor = store.list(ListRequest.all(""))) {
        Page page = cursor.next();
        assertThat(page.entries()).containsExactly(value("deeper/a", 1, "x"));
        assertThat(page.corrupt()).isEmpty();
      }
    }
  }
}
