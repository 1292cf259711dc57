package dev.headwater.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.chain.Answer;
import dev.headwater.chain.ChainHealth;
import dev.headwater.chain.LayerHealth;
import dev.headwater.chain.ReadBound;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.Write;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
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

  /** Less than a hundred reads take of which each waits for a layer's soft deadline. */
  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  private final FragileServers servers = new FragileServers();
  private LiveChain chain;

  @AfterAll
  void stopServers() {
    servers.close();
  }

  @BeforeEach
  void open() {
    chain = servers.chain(Servers.freshName()).following();
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
    servers.etcd.pause(0);
    try {
      assertThat(chain.chain.read(Key.of("k0"))).isEqualTo(entry("k0")); // finds out
      long began = System.nanoTime();
      for (int i = 1; i < 200; i++) {
        assertThat(chain.chain.read(Key.of("k" + i))).isEqualTo(entry("k" + i));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
      assertThat(state(ETCD)).isNotEqualTo(LayerHealth.State.UP);
      assertThat(state()).isEqualTo(ChainHealth.State.DEGRADED);
    } finally {
      servers.etcd.resume(0);
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
    servers.sql.blackhole();
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
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
    } finally {
      servers.sql.flow();
      servers.sql.cutAll();
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
