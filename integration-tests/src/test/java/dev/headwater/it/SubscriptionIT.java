package dev.headwater.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.chain.Acknowledgement;
import dev.headwater.chain.ChainStore;
import dev.headwater.chain.Layer;
import dev.headwater.servers.EtcdCluster;
import dev.headwater.servers.EtcdOptions;
import dev.headwater.servers.FaultProxy;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreException;
import dev.headwater.store.background.Background;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.typed.Change;
import dev.headwater.store.typed.Start;
import dev.headwater.store.typed.Subscriber;
import dev.headwater.store.typed.Subscription;
import dev.headwater.store.typed.TypedStore;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Subscriptions in one process to what another writes, across cut connections and restarts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubscriptionIT {

  private final Background background = Background.daemon("subscriber");
  private EtcdCluster etcd;
  private FaultProxy sql; // in front of a server that may not be ours to kill

  @BeforeAll
  void startServers() {
    etcd = EtcdCluster.start(EtcdOptions.oneNode());
    sql = FaultProxy.inFrontOf(Servers.sql().host(), Servers.sql().port());
  }

  @AfterAll
  void stopServers() {
    background.close();
    etcd.close();
    sql.close();
  }

  @AfterEach
  void heal() {
    sql.accept();
  }

  @Test
  void connectionsThatAreCutLeaveNoGap() {
    String name = Servers.freshName();
    Log log = new Log();
    try (ChainStore here = sqlChain(Servers.sqlUri(name));
        ChainStore there = sqlChain(Servers.sqlUri(sql, name));
        Subscription ignored = texts(there).subscribe("", Start.NOW, log, background)) {
      log.awaitLive(1);
      for (int i = 0; i < 300; i++) {
        texts(here).put(key(i), "x");
        if (i == 50 || i == 80) {
          sql.cutAll();
        }
        if (i == 100) {
          sql.refuse();
          sql.cutAll();
        }
        if (i == 200) {
          Await.until(() -> log.failures.get() > 0);
          sql.accept();
        }
      }
      Await.until(() -> log.values.size() == 300);
      log.awaitLive(2);
      log.requireEachOnce();
    }
  }

  @Test
  void aServerThatIsKilledAndStartedAgainLeavesNoGap() {
    String name = Servers.freshName();
    Log log = new Log();
    try (ChainStore here = etcdChain(name);
        ChainStore there = etcdChain(name);
        Subscription ignored = texts(there).subscribe("", Start.NOW, log, background)) {
      log.awaitLive(1);
      int written = 0;
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 100; i++) {
          texts(here).put(key(written++), "x");
        }
        etcd.kill(0);
        etcd.restart(0);
      }
      for (int i = 0; i < 100; i++) {
        putPatiently(texts(here), key(written++));
      }
      int all = written;
      Await.until(() -> log.values.size() == all);
      log.requireEachOnce();
    }
  }

  @Test
  void whatIsWrittenWhileTheServerIsAwayIsToldAtOnceHereAndLaterThere() {
    String name = Servers.freshName();
    Log own = new Log();
    Log theirs = new Log();
    try (ChainStore here = behindChain(name);
        ChainStore there = etcdChain(name);
        Subscription ignored = texts(here).subscribe("", Start.NOW, own, background);
        Subscription ignored2 = texts(there).subscribe("", Start.NOW, theirs, background)) {
      own.awaitLive(1);
      theirs.awaitLive(1);
      etcd.kill(0);
      try {
        for (int i = 0; i < 20; i++) {
          texts(here).put(key(i), "x");
        }
        Await.until(() -> own.values.size() == 20);
        assertThat(theirs.values).isEmpty();
      } finally {
        etcd.restart(0);
      }
      Await.until(() -> theirs.values.size() == 20);
      own.requireEachOnce();
      theirs.requireEachOnce();
    }
  }

  @Test
  void aSlowSubscriberHoldsUpNobodyElseAndEndsWithWhatIsCurrent() {
    String name = Servers.freshName();
    Log slow = new Log();
    Log quick = new Log();
    CountDownLatch release = slow.block();
    try (ChainStore here = etcdChain(name);
        ChainStore there = etcdChain(name);
        Subscription ignored = texts(there).subscribe("", Start.NOW, slow, background);
        Subscription ignored2 = texts(there).subscribe("", Start.NOW, quick, background)) {
      slow.awaitLive(1);
      quick.awaitLive(1);
      for (int i = 0; i <= 1_000; i++) {
        texts(here).put(key(i % 5), "" + i);
      }
      Await.until(() -> "1000".equals(quick.values.get(key(0))));
      assertThat(slow.changes).hasSizeLessThanOrEqualTo(1);
      etcd.compact();

      release.countDown();
      Await.until(
          () ->
              slow.values.equals(
                  Map.of(
                      key(0), "1000", key(1), "996", key(2), "997", key(3), "998", key(4), "999")));
    }
  }

  private static void putPatiently(TypedStore<String> texts, Key key) {
    Await.until(
        () -> {
          try {
            texts.put(key, "x");
            return true;
          } catch (StoreException e) {
            return false; // the server is not back yet
          }
        });
  }

  private static Key key(int i) {
    return Key.of("k%03d".formatted(i));
  }

  private static TypedStore<String> texts(ChainStore chain) {
    return TypedStore.of(chain, Codecs.utf8(), chain.clock());
  }

  private static ChainStore sqlChain(String uri) {
    return ChainStore.builder()
        .cache("memory", Servers.open("memory:"))
        .store("sql", Servers.open(uri))
        .build();
  }

  private ChainStore etcdChain(String name) {
    return ChainStore.builder()
        .cache("memory", Servers.open("memory:"))
        .store("etcd", Servers.open(Servers.etcdUri(etcd, name)))
        .build();
  }

  private ChainStore behindChain(String name) {
    return ChainStore.builder()
        .cache("memory", Servers.open("memory:"))
        .layer(Layer.store("etcd", Servers.open(Servers.etcdUri(etcd, name))).behind())
        .acknowledge(Acknowledgement.LOCAL)
        .build();
  }

  /** What a subscriber was told; by one thread at a time. */
  private static final class Log implements Subscriber<String> {
    private final List<Change<String>> changes = new CopyOnWriteArrayList<>();
    private final Map<Key, @Nullable String> values = Collections.synchronizedMap(new HashMap<>());
    private final AtomicInteger lives = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile @Nullable CountDownLatch blocked;

    /** Its first change lasts until this is counted down. */
    CountDownLatch block() {
      CountDownLatch latch = new CountDownLatch(1);
      blocked = latch;
      return latch;
    }

    void awaitLive(int times) {
      Await.until(() -> lives.get() >= times);
    }

    void requireEachOnce() {
      assertThat(changes).extracting(Change::key).doesNotHaveDuplicates();
    }

    @Override
    public void changed(Change<String> change) {
      Stamp before =
          changes.stream()
              .filter(one -> one.key().equals(change.key()))
              .reduce((first, last) -> last)
              .map(Change::stamp)
              .orElse(null);
      assertThat(before == null || change.stamp().isAfter(before)).isTrue();
      changes.add(change);
      CountDownLatch latch = blocked;
      if (latch != null) {
        try {
          latch.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      values.put(change.key(), change.value());
    }

    @Override
    public void live() {
      lives.incrementAndGet();
    }

    @Override
    public void failed(StoreException error) {
      failures.incrementAndGet();
    }
  }
}
