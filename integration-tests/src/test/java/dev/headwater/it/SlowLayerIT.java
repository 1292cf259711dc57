package dev.headwater.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.chain.Answer;
import dev.headwater.chain.ChainHealth;
import dev.headwater.chain.LayerHealth;
import dev.headwater.chain.ReadBound;
import dev.headwater.servers.EtcdCluster;
import dev.headwater.servers.EtcdOptions;
import dev.headwater.servers.FaultProxy;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.Write;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Real servers that stop in the middle and go on: what readers wait for, and what they get. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowLayerIT {

  private static final int ETCD = 1;
  private static final int SQL = 2;

  private EtcdCluster etcd;
  private FaultProxy sql; // in front of a server that may not be ours to stop
  private LiveChain chain;

  @BeforeAll
  void startServers() {
    etcd = EtcdCluster.start(EtcdOptions.oneNode());
    sql = FaultProxy.inFrontOf(Servers.sql().host(), Servers.sql().port());
  }

  @AfterAll
  void stopServers() {
    etcd.close();
    sql.close();
  }

  @BeforeEach
  void open() {
    String name = Servers.freshName();
    chain = new LiveChain(Servers.etcdUri(etcd, name), Servers.sqlUri(sql, name)).following();
    Await.until(() -> state() == ChainHealth.State.UP);
  }

  @AfterEach
  void close() {
    chain.close();
  }

  private ChainHealth.State state() {
    return chain.chain.health().state();
  }

  private LayerHealth.State state(int layer) {
    return chain.chain.health().layers().get(layer).state();
  }

  private boolean isStale(String key) {
    Answer answer = chain.chain.lookup(Key.of(key), ReadBound.anyLayer());
    return answer.freshness() == Answer.Freshness.STALE;
  }

  private static Entry entry(String key) {
    byte[] value = key.getBytes(StandardCharsets.UTF_8);
    return Entry.of(
        Key.of(key), Stamp.of(1, 0, 7), EncodedValue.owned(value, "utf-8", EncodedValue.NEVER));
  }

  @Test
  void etcdStopsAndReadersAreNotHeldUpByIt() {
    for (int i = 0; i < 200; i++) {
      chain.sql.merge(Write.of(entry("k" + i)));
    }
    etcd.pause(0);
    try {
      assertThat(chain.chain.read(Key.of("k0"))).isEqualTo(entry("k0")); // finds out
      long began = System.nanoTime();
      for (int i = 1; i < 200; i++) {
        assertThat(chain.chain.read(Key.of("k" + i))).isEqualTo(entry("k" + i));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
      assertThat(state(ETCD)).isNotEqualTo(LayerHealth.State.UP);
      assertThat(state()).isEqualTo(ChainHealth.State.DEGRADED);
    } finally {
      etcd.resume(0);
    }

    Await.until(
        () -> {
          chain.chain.read(Key.of("absent" + System.nanoTime()));
          return state() == ChainHealth.State.UP;
        });
  }

  @Test
  void sqlStopsAndCopiesAreServedMarkedUntilItGoesOn() {
    chain.texts.put(Key.of("a"), "1");
    assertThat(isStale("a")).isFalse();
    sql.blackhole();
    try {
      Await.until(() -> state() == ChainHealth.State.DOWN);
      Await.until(() -> isStale("a"));
      assertThat(chain.texts.get(Key.of("a"))).isEqualTo("1");
      assertThat(chain.chain.health().staleFor()).isPresent();
      assertThat(state(SQL)).isEqualTo(LayerHealth.State.AWAY);

      long began = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        assertThat(isStale("a")).isTrue();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    } finally {
      sql.flow();
      sql.cutAll();
    }

    Await.until(() -> !isStale("a"));
    Await.until(
        () -> {
          chain.chain.read(Key.of("absent" + System.nanoTime()));
          return state() == ChainHealth.State.UP;
        });
    assertThat(chain.chain.health().staleFor()).isEmpty();
  }
}
