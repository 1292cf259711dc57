package dev.headwater.store.etcd;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static dev.headwater.testkit.Entries.values;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.servers.EtcdCluster;
import dev.headwater.store.Batch;
import dev.headwater.store.Batch.Atomicity;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Precondition;
import dev.headwater.store.Purge;
import dev.headwater.store.Write;
import dev.headwater.testkit.ManualClock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many requests and revisions each operation costs. */
class EtcdRequestsIT {

  private static EtcdCluster cluster;

  private final CountedRequests requests = new CountedRequests();
  private EtcdStoreConfig config;
  private EtcdStore store;
  private RawEtcd etcd;

  @BeforeAll
  static void findEtcd() {
    cluster = EtcdCluster.find();
  }

  @AfterAll
  static void releaseEtcd() {
    cluster.close();
  }

  @BeforeEach
  void open() {
    config = Etcds.config(cluster.endpoints(), Etcds.freshPrefix());
    store = EtcdStore.open(config, new ManualClock(), List.of(requests));
    etcd = new RawEtcd(config);
  }

  @AfterEach
  void close() {
    store.close();
    etcd.deleteAll();
    etcd.close();
  }

  @Test
  void aMergeIsOneRequestWhateverItComesTo() {
    expect(1, () -> merge(value("a", 5, "x")));
    expect(1, () -> merge(value("a", 6, "newer")));
    expect(1, () -> merge(value("a", 6, "newer")));
    expect(1, () -> merge(value("a", 1, "older")));
    expect(1, () -> merge(tombstone("a", 7)));
  }

  @Test
  void aMergeThatWritesNothingMakesNoRevision() {
    merge(value("a", 5, "x"));
    long before = etcd.revision();
    merge(value("a", 5, "x"));
    merge(value("a", 4, "older"));
    store.mergeAll(Batch.of(List.of(value("a", 5, "x"), value("a", 3, "older"))));
    store.mergeAll(all(Write.of(value("a", 4, "older"))));
    store.merge(new Write(value("a", 9, "x"), Precondition.absent()));
    store.purge(List.of(new Purge(key("a"), stamp(4))));
    assertThat(etcd.revision()).isEqualTo(before);
  }

  @Test
  void aPreconditionThatHoldsCostsNoMore() {
    expect(1, () -> store.merge(new Write(value("a", 1, "x"), Precondition.absent())));
    expect(1, () -> store.merge(new Write(value("a", 2, "x"), Precondition.stampIs(stamp(1)))));
    expect(1, () -> store.merge(new Write(value("a", 3, "x"), Precondition.stampIs(stamp(1)))));
    merge(tombstone("a", 4));
    expect(2, () -> store.merge(new Write(value("a", 5, "x"), Precondition.absent())));
    assertThat(store.read(key("a"))).isEqualTo(value("a", 5, "x"));
  }

  @Test
  void readsAndListings() {
    store.mergeAll(Batch.of(values("k", 1_000, 1)));
    expect(1, () -> store.read(key("k00001")));
    expect(1, () -> store.readAll(values("k", 128, 1).stream().map(Entry::key).toList()));
    expect(2, () -> store.readAll(values("k", 129, 1).stream().map(Entry::key).toList()));
    expect(1, () -> drain(ListRequest.live("k")));
    expect(4, () -> drain(ListRequest.live("k").pageSize(250)));
  }

  @Test
  void batchesGoAHundredToARequest() {
    expect(10, () -> store.mergeAll(Batch.of(values("k", 1_000, 1))));
    long before = etcd.revision();
    expect(
        2,
        () ->
            store.mergeAll(all(values("k", 128, 2).stream().map(Write::of).toArray(Write[]::new))));
    assertThat(etcd.revision()).as("one revision").isEqualTo(before + 1);
    expect(2, () -> store.purge(values("k", 200, 2).stream().map(Purge::of).toList()));
  }

  @Test
  void theHeadIsOneRequestAfterTheFirst() {
    expect(2, () -> store.head());
    expect(1, () -> store.head());
  }

  private void merge(Entry entry) {
    store.merge(Write.of(entry));
  }

  private void drain(ListRequest request) {
    try (EntryCursor cursor = store.list(request)) {
      while (!cursor.next().last()) {}
    }
  }

  private void expect(int count, Runnable action) {
    assertThat(requests.during(action)).isEqualTo(count);
  }

  private static Batch all(Write... writes) {
    return new Batch(List.of(writes), Atomicity.ALL);
  }
}
