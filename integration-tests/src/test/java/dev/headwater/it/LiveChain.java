package dev.headwater.it;

import dev.headwater.chain.ChainListener;
import dev.headwater.chain.ChainStore;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.typed.TypedStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A chain memory → etcd → SQL as a service would compose it, and what happened in it. */
final class LiveChain implements AutoCloseable {

  final List<String> events = new CopyOnWriteArrayList<>();
  final Store memory;
  final Store etcd;
  final Store sql;
  final ChainStore chain;
  final TypedStore<String> texts;

  LiveChain(String etcdUri, String sqlUri) {
    memory = Servers.open("memory:");
    etcd = Servers.open(etcdUri);
    sql = Servers.open(sqlUri);
    chain =
        ChainStore.builder()
            .cache("memory", memory)
            .cache("etcd", etcd)
            .store("sql", sql)
            .listener(new Recorder())
            .build();
    texts = TypedStore.of(chain, Codecs.utf8(), HybridClock.system());
  }

  /** Waits until both feeds are followed, so that changes of other processes arrive. */
  LiveChain following() {
    Await.until(() -> events.contains("following etcd") && events.contains("following sql"));
    return this;
  }

  @Override
  public void close() {
    chain.close();
  }

  private final class Recorder implements ChainListener {
    @Override
    public void hit(String layer, Key key) {
      events.add("hit " + layer + " " + key);
    }

    @Override
    public void following(String layer) {
      events.add("following " + layer);
    }

    @Override
    public void delivered(String layer, Key key) {
      events.add("delivered " + layer + " " + key);
    }

    @Override
    public void failed(String layer, StoreException error) {
      events.add("failed " + layer + " " + error.getClass().getSimpleName());
    }
  }
}
