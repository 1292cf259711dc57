package dev.headwater.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Key;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.typed.Receipt;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Layers that are dead at the start, die in the middle, and come back. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LayerOutageIT {

  private final FragileServers servers = new FragileServers();
  private String name = "";
  private LiveChain chain;

  @AfterAll
  void stopServers() {
    servers.close();
  }

  @BeforeEach
  void open() {
    name = Servers.freshName();
    chain = servers.chain(name);
  }

  @AfterEach
  void close() {
    chain.close();
  }

  @Test
  void etcdDiesAndReadsAndWritesGoOnAndItIsRepaired() {
    chain.following();
    chain.texts.put(Key.of("before"), "1");
    servers.etcd.kill(0);
    Receipt receipt;
    try (LiveChain cold = servers.chain(name)) {
      assertThat(cold.texts.get(Key.of("before"))).isEqualTo("1");
      receipt = chain.texts.put(Key.of("during"), "2");
      assertThat(cold.texts.get(Key.of("during"))).isEqualTo("2");
    } finally {
      servers.etcd.restart(0);
    }

    assertThat(receipt.behind()).containsExactly("etcd");
    Await.until(() -> chain.events.contains("delivered etcd during"));
    try (Store direct = Servers.open(servers.etcdUri(name))) {
      assertThat(direct.read(Key.of("during"))).isEqualTo(chain.sql.read(Key.of("during")));
    }
  }

  @Test
  void etcdIsDeadAtTheStart() {
    chain.texts.put(Key.of("a"), "1");
    servers.etcd.kill(0);
    try (LiveChain late = servers.chain(name)) {
      assertThat(late.texts.get(Key.of("a"))).isEqualTo("1");
      late.texts.put(Key.of("a"), "2");
      servers.etcd.restart(0);
      late.following();
      Await.until(() -> Objects.equals(late.etcd.read(Key.of("a")), late.sql.read(Key.of("a"))));
    }
  }

  @Test
  void sqlDiesAndWhatIsCachedIsServedAndNothingElseIsMadeUp() {
    chain.texts.put(Key.of("cached"), "1");
    servers.sql.refuse();
    servers.sql.cutAll();
    try {
      assertThat(chain.texts.get(Key.of("cached"))).isEqualTo("1");
      assertThatThrownBy(() -> chain.texts.get(Key.of("other")))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("other");
      assertThatThrownBy(() -> chain.texts.put(Key.of("cached"), "2"))
          .isInstanceOf(StoreException.class);
    } finally {
      servers.sql.accept();
    }
    Await.until(() -> canWrite("cached", "3"));
    assertThat(chain.texts.get(Key.of("cached"))).isEqualTo("3");
  }

  private boolean canWrite(String key, String value) {
    try {
      chain.texts.put(Key.of(key), value);
      return true;
    } catch (StoreException e) {
      return false;
    }
  }

  @Test
  void aLayerThatDiesInTheMiddleOfBatchesLosesNothingThatWasAcknowledged() throws Exception {
    Map<Key, String> acknowledged = new TreeMap<>();
    Thread killer =
        new Thread(
            () -> {
              servers.sql.cutAll();
              servers.etcd.kill(0);
              servers.sql.cutAll();
              servers.etcd.restart(0);
            });
    for (int batch = 0; batch < 40; batch++) {
      if (batch == 5) {
        killer.start();
      }
      Map<Key, String> values = new TreeMap<>();
      for (int i = 0; i < 200; i++) {
        values.put(Key.of("b%02d/%03d".formatted(batch, i)), "v" + batch);
      }
      try {
        chain.texts.putAll(values);
        acknowledged.putAll(values);
      } catch (StoreException e) {
        // Not acknowledged: it may be there or not.
      }
    }
    killer.join(60_000);

    assertThat(acknowledged).hasSizeGreaterThan(4000);
    try (LiveChain cold = servers.chain(name)) {
      assertThat(cold.texts.getAll(acknowledged.keySet())).isEqualTo(acknowledged);
    }
  }
}
