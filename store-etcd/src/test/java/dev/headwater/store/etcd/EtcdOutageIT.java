package dev.headwater.store.etcd;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.value;
import static dev.headwater.testkit.Entries.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.servers.EtcdCluster;
import dev.headwater.servers.EtcdOptions;
import dev.headwater.servers.FaultProxy;
import dev.headwater.servers.FaultProxy.Direction;
import dev.headwater.store.Batch;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Purge;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.testkit.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What callers see when etcd is away, hangs, or its answer is lost; and that it ends in time. */
@Tag("long")
class EtcdOutageIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Duration SLACK = Duration.ofSeconds(2);

  private static EtcdCluster cluster;

  @BeforeAll
  static void startEtcd() {
    cluster = EtcdCluster.start(EtcdOptions.oneNode());
  }

  @AfterAll
  static void stopEtcd() {
    cluster.close();
  }

  @Test
  void nobodyListens() throws IOException {
    String endpoint;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      endpoint = "127.0.0.1:" + socket.getLocalPort();
    }
    try (EtcdStore store = open(endpoint)) {
      List<ThrowingCallable> operations =
          List.of(
              () -> store.read(key("a")),
              () -> store.readAll(List.of(key("a"))),
              () -> store.merge(Write.of(value("a", 1, "x"))),
              () -> store.mergeAll(Batch.of(values("k", 500, 1))),
              () -> store.list(ListRequest.all("")).next(),
              store::head,
              () -> store.feed(FeedRequest.fromStart()).poll(Duration.ZERO),
              () -> store.purge(List.of(Purge.of(value("a", 1, "x")))));
      atOnce(
          operations,
          operation ->
              inTime(
                  () ->
                      assertThatThrownBy(operation)
                          .as("nothing happened, not even perhaps")
                          .isInstanceOf(StoreUnavailableException.class)
                          .hasMessageContaining("check that etcd runs there: " + endpoint)));
    }
  }

  @Test
  void aServerThatHangs() {
    try (EtcdStore store = open(cluster.endpoints().get(0))) {
      store.merge(Write.of(value("a", 1, "x")));
      cluster.pause(0);
      try {
        inTime(
            () ->
                assertThatThrownBy(() -> store.read(key("a")))
                    .isInstanceOf(StoreUnavailableException.class));
        inTime(
            () ->
                assertThatThrownBy(() -> store.merge(Write.of(value("a", 2, "y"))))
                    .isInstanceOf(OutcomeUnknownException.class));
        inTime(
            () ->
                assertThatThrownBy(() -> store.mergeAll(Batch.of(values("k", 500, 1))))
                    .isInstanceOf(OutcomeUnknownException.class));
      } finally {
        cluster.resume(0);
      }
      assertThat(store.merge(Write.of(value("a", 2, "y"))).isHeld()).isTrue();
    }
  }

  @Test
  void aLostAnswerIsAskedForAgain() {
    try (FaultProxy proxy = Etcds.proxy(cluster);
        EtcdStore store = open(proxy.endpoint())) {
      store.merge(Write.of(value("a", 1, "x")));
      int stamp = 1;
      MergeOutcome outcome;
      do { // what is cut may be a word of the connection itself, before the request got through
        stamp++;
        proxy.cutAfterBytes(Direction.TO_CLIENT, 0);
        outcome = store.merge(Write.of(value("a", stamp, "y")));
      } while (outcome.wrote() && stamp < 20);
      assertThat(outcome).as("the first try was done").isEqualTo(MergeOutcome.unchanged());
      proxy.cutAfterBytes(Direction.TO_CLIENT, 0);
      assertThat(store.read(key("a"))).isEqualTo(value("a", stamp, "y"));
    }
  }

  @Test
  void aShortOutageIsWaitedOut() {
    try (FaultProxy proxy = Etcds.proxy(cluster);
        EtcdStore store = EtcdStore.open(config(proxy.endpoint(), "30s"), new ManualClock())) {
      store.merge(Write.of(value("a", 1, "x")));
      proxy.refuse();
      proxy.cutAll();
      int before = proxy.accepted();
      Thread mender =
          new Thread(
              () -> {
                while (proxy.accepted() < before + 3) {
                  Thread.onSpinWait();
                }
                proxy.accept();
              });
      mender.start();
      assertThat(store.merge(Write.of(value("a", 2, "y")))).isEqualTo(MergeOutcome.written());
    }
  }

  @Test
  void aServerWhoseDatabaseIsFullStillReads() {
    EtcdOptions small = EtcdOptions.oneNode().withFlags("--quota-backend-bytes=4194304");
    try (EtcdCluster full = EtcdCluster.start(small);
        EtcdStore store =
            EtcdStore.open(config(full.endpoints().get(0), "30s"), new ManualClock())) {
      store.merge(Write.of(value("a", 1, "x")));
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  store.merge(Write.of(sized("k" + i, 1, 1 << 20)));
                }
              })
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("takes no writes")
          .hasMessageContaining("etcdctl alarm list");
      assertThat(store.read(key("a"))).isEqualTo(value("a", 1, "x"));
    }
  }

  @Test
  void aStoreThatIsClosedEndsWhatIsUnderWay() throws Exception {
    EtcdStore store = EtcdStore.open(config(cluster.endpoints().get(0), "60s"), new ManualClock());
    store.read(key("a"));
    cluster.pause(0);
    try {
      CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> store.read(key("a")));
      store.close();
      assertThatThrownBy(() -> reading.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(IllegalStateException.class);
    } finally {
      cluster.resume(0);
    }
  }

  private static EtcdStore open(String endpoint) {
    return EtcdStore.open(config(endpoint, TIMEOUT.toMillis() + "ms"), new ManualClock());
  }

  private static EtcdStoreConfig config(String endpoint, String timeout) {
    return Etcds.config(List.of(endpoint), Etcds.freshPrefix(), "timeout=" + timeout);
  }

  /* Each waits until its deadline. */
  private static void atOnce(
      List<ThrowingCallable> operations, Consumer<ThrowingCallable> assertion) {
    operations.stream()
        .map(
            operation ->
                CompletableFuture.runAsync(
                    () -> assertion.accept(operation), task -> new Thread(task).start()))
        .toList()
        .forEach(CompletableFuture::join);
  }

  private static void inTime(Runnable action) {
    long start = System.nanoTime();
    action.run();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.plus(SLACK));
  }
}
