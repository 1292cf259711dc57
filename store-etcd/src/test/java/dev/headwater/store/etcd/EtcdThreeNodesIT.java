package dev.headwater.store.etcd;

import static dev.headwater.testkit.Entries.value;
import static dev.headwater.testkit.Entries.values;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.servers.EtcdCluster;
import dev.headwater.servers.EtcdOptions;
import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Write;
import dev.headwater.testkit.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A cluster goes on with two nodes of three, and so does the store. */
@Tag("long")
class EtcdThreeNodesIT {

  private static EtcdCluster cluster;

  @BeforeAll
  static void startEtcd() {
    cluster = EtcdCluster.start(EtcdOptions.threeNodes());
  }

  @AfterAll
  static void stopEtcd() {
    cluster.close();
  }

  @Test
  void eachNodeIsKilledInTurnAndNothingAcknowledgedIsLost() {
    try (EtcdStore store = open("timeout=15s");
        Followed feed = new Followed(store, FeedRequest.after(store.head()))) {
      List<Entry> all = new ArrayList<>();
      for (int node = 0; node < cluster.size(); node++) {
        all.addAll(writeWhileKilling(node, store));
        cluster.restart(node);
      }
      assertThat(store.readAll(all.stream().map(Entry::key).toList()).entries().values())
          .containsExactlyInAnyOrderElementsOf(all);
      feed.await(all);
      assertThat(feed.restarts()).isZero();
    }
  }

  @Test
  void aNodeThatHangsIsGoneAround() {
    try (EtcdStore store = open("timeout=4s")) {
      store.merge(Write.of(value("a", 1, "x")));
      cluster.pause(1);
      try {
        for (int i = 2; i < 8; i++) {
          assertThat(store.merge(Write.of(value("a", i, "x"))).isHeld()).isTrue();
        }
        assertThat(store.mergeAll(Batch.of(values("k", 300, 1)))).allMatch(MergeOutcome::isHeld);
      } finally {
        cluster.resume(1);
      }
    }
  }

  /* Four writers; the node dies when they have written some. Returns all that was acknowledged. */
  private static List<Entry> writeWhileKilling(int node, EtcdStore store) {
    Queue<Entry> acknowledged = new ConcurrentLinkedQueue<>();
    AtomicInteger count = new AtomicInteger();
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      String name = "n%d/w%d/".formatted(node, writer);
      writers.add(
          CompletableFuture.runAsync(
              () -> {
                for (Entry entry : values(name, 100, 1)) {
                  assertThat(store.merge(Write.of(entry)).isHeld()).isTrue();
                  acknowledged.add(entry);
                  if (count.incrementAndGet() == 100) {
                    cluster.kill(node);
                  }
                }
              }));
    }
    writers.forEach(CompletableFuture::join);
    assertThat(acknowledged).hasSize(400);
    return List.copyOf(acknowledged);
  }

  private static EtcdStore open(String parameter) {
    return EtcdStore.open(
        Etcds.config(cluster.endpoints(), Etcds.freshPrefix(), parameter), new ManualClock());
  }
}
