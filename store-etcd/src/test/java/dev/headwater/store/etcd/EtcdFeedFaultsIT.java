package dev.headwater.store.etcd;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.value;
import static dev.headwater.testkit.Entries.values;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.servers.EtcdCluster;
import dev.headwater.servers.EtcdOptions;
import dev.headwater.servers.FaultProxy;
import dev.headwater.servers.FaultProxy.Direction;
import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.Purge;
import dev.headwater.store.Write;
import dev.headwater.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No change is lost, whatever ends a watch. */
@Tag("long")
class EtcdFeedFaultsIT {

  private static final Duration SHORT = Duration.ofMillis(50);

  private static EtcdCluster cluster;

  private FaultProxy proxy;
  private EtcdStore writer;
  private EtcdStore store;
  private String prefix;

  @BeforeAll
  static void startEtcd() {
    cluster = EtcdCluster.start(EtcdOptions.oneNode());
  }

  @AfterAll
  static void stopEtcd() {
    cluster.close();
  }

  @BeforeEach
  void open() {
    prefix = Etcds.freshPrefix();
    proxy = Etcds.proxy(cluster);
    writer = open(cluster.endpoints(), "timeout=30s");
    store = open(List.of(proxy.endpoint()), "timeout=2s");
  }

  @AfterEach
  void close() {
    store.close();
    writer.close();
    proxy.close();
  }

  @Test
  void aConnectionThatIsCutBeforeTheFirstEventLosesNoHistory() {
    Mark before = store.head();
    List<Entry> history = sizedValues("h", 40, 1024);
    writer.mergeAll(Batch.of(history));
    proxy.cutAfterBytes(Direction.TO_CLIENT, 600); // the answers of head and watch, no event
    try (Followed feed = new Followed(store, FeedRequest.after(before))) {
      feed.await(history);
      assertThat(proxy.accepted()).isGreaterThan(1);
      assertThat(feed.restarts()).isZero();
    }
  }

  @Test
  void connectionsThatAreCutAgainAndAgainLoseNothing() {
    List<Entry> all = new ArrayList<>();
    try (Followed feed = new Followed(store, FeedRequest.after(store.head()))) {
      for (int round = 0; round < 10; round++) {
        List<Entry> some = values("r" + round + "/", 20, 1);
        writer.mergeAll(Batch.of(some.subList(0, 10)));
        feed.poll(SHORT);
        proxy.cutAll();
        writer.mergeAll(Batch.of(some.subList(10, 20)));
        all.addAll(some);
      }
      feed.await(all);
      assertThat(feed.restarts()).isZero();
    }
  }

  @Test
  void whatWasWrittenDuringAnOutageIsDelivered() {
    try (Followed feed = new Followed(store, FeedRequest.after(store.head()))) {
      writer.mergeAll(Batch.of(values("before", 3, 1)));
      feed.await(values("before", 3, 1));
      proxy.refuse();
      proxy.cutAll();
      writer.mergeAll(Batch.of(values("during", 30, 1)));
      feed.poll(SHORT);
      assertThat(feed.outages()).as("the store could not be asked").isOne();
      proxy.accept();
      feed.await(values("during", 30, 1));
      assertThat(feed.restarts()).isZero();
      assertThat(feed.delivered()).isEqualTo(33);
    }
  }

  @Test
  void aCompactionDuringAnOutageIsMadeUpForByAScan() {
    writer.mergeAll(Batch.of(values("old", 30, 1)));
    try (Followed feed = new Followed(store, FeedRequest.after(store.head()).pageSize(7))) {
      writer.mergeAll(Batch.of(values("before", 3, 1)));
      feed.await(values("before", 3, 1));
      proxy.refuse();
      proxy.cutAll();
      List<Entry> during = values("during", 30, 1);
      writer.mergeAll(Batch.of(during));
      writer.purge(List.of(Purge.of(during.get(0))));
      writer.merge(Write.of(Entry.tombstone(key("old00003"), stamp(9))));
      cluster.compact();
      proxy.accept();
      feed.await(during.subList(1, 30));
      feed.await(List.of(Entry.tombstone(key("old00003"), stamp(9))));
      assertThat(feed.restarts()).as("nothing is missing").isZero();
      assertThat(feed.delivered()).as("what was old is not told again").isEqualTo(33);
      writer.merge(Write.of(value("after", 1, "x")));
      feed.await(List.of(value("after", 1, "x")));
    }
  }

  @Test
  void aMarkBeforeACompactionGoesOnWithoutWhatIsOlder() {
    writer.mergeAll(Batch.of(values("old", 10, 1)));
    Mark mark = store.head();
    writer.mergeAll(Batch.of(values("new", 10, 1)));
    cluster.compact();
    try (Followed feed = new Followed(store, FeedRequest.after(mark))) {
      feed.await(values("new", 10, 1));
      assertThat(feed.delivered()).isEqualTo(10);
      assertThat(feed.restarts()).isZero();
    }
  }

  @Test
  void aBacklogOfEightyMebibytesIsDelivered() {
    Mark mark = store.head();
    List<Entry> large = sizedValues("k", 80, 1 << 20);
    writer.mergeAll(Batch.of(large));
    try (Followed feed = new Followed(store, FeedRequest.after(mark))) {
      feed.await(large);
      assertThat(feed.restarts()).isZero();
    }
  }

  @Test
  void aFeedThatIsNotPolledForLongGetsEverything() {
    try (Followed feed = new Followed(store, FeedRequest.after(store.head()))) {
      writer.merge(Write.of(value("first", 1, "x")));
      feed.await(List.of(value("first", 1, "x")));
      List<Entry> many = values("k", 12_000, 1); // more than a feed keeps
      writer.mergeAll(Batch.of(many));
      feed.await(many);
      assertThat(feed.delivered()).isEqualTo(12_001);
      assertThat(feed.outages()).isZero();
    }
  }

  @Test
  void aServerThatIsKilledAndStartedAgainLosesNothing() {
    try (Followed feed = new Followed(store, FeedRequest.after(store.head()))) {
      writer.mergeAll(Batch.of(values("before", 5, 1)));
      feed.poll(SHORT);
      cluster.kill(0);
      feed.poll(SHORT);
      assertThat(feed.outages()).isOne();
      cluster.restart(0);
      writer.mergeAll(Batch.of(values("after", 5, 1)));
      feed.await(values("before", 5, 1)).await(values("after", 5, 1));
      assertThat(feed.restarts()).isZero();
    }
  }

  @Test
  void aStoreThatLostItsKeysIsAnotherOne() {
    writer.mergeAll(Batch.of(values("k", 5, 1)));
    Mark mark = store.head();
    try (Followed feed = new Followed(store, FeedRequest.after(mark));
        RawEtcd etcd = new RawEtcd(Etcds.config(cluster.endpoints(), prefix))) {
      feed.poll(SHORT);
      etcd.deleteAll();
      writer.merge(Write.of(value("anew", 1, "x")));
      try (Followed later = new Followed(store, FeedRequest.after(mark))) {
        later.await(List.of(value("anew", 1, "x")));
        assertThat(later.restarts()).isOne();
      }
      proxy.cutAll();
      feed.await(List.of(value("anew", 1, "x")));
      writer.merge(Write.of(value("later", 1, "x")));
      feed.await(List.of(value("later", 1, "x")));
      assertThat(feed.restarts()).isOne();
    }
  }

  @Test
  void aMarkFromTheFutureBeginsAnew() {
    writer.mergeAll(Batch.of(values("k", 5, 1)));
    Mark head = store.head();
    Mark future = new Mark(head.incarnation(), "999999999");
    try (Followed feed = new Followed(store, FeedRequest.after(future))) {
      feed.await(values("k", 5, 1));
      assertThat(feed.restarts()).isOne();
    }
  }

  @Test
  void aStreamThatTheServerClosesIsOpenedAgain() {
    try (ClosingEtcd closing = new ClosingEtcd(Etcds.config(cluster.endpoints(), prefix));
        EtcdStore through = open(List.of(closing.endpoint()), "timeout=2s");
        Followed feed = new Followed(through, FeedRequest.after(through.head()))) {
      feed.poll(SHORT);
      writer.mergeAll(Batch.of(values("k", 20, 1)));
      feed.await(values("k", 20, 1));
      assertThat(closing.closedStreams()).isEqualTo(ClosingEtcd.CLOSED);
      assertThat(feed.restarts()).isZero();
    }
  }

  private EtcdStore open(List<String> endpoints, String parameter) {
    return EtcdStore.open(Etcds.config(endpoints, prefix, parameter), new ManualClock());
  }

  private static List<Entry> sizedValues(String name, int count, int bytes) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(sized("%s%03d".formatted(name, i), 1, bytes));
    }
    return entries;
  }
}
