package dev.headwater.cli.demo;

import dev.headwater.chain.ChainStore;
import dev.headwater.chain.Layer;
import dev.headwater.store.Store;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.Stores;
import dev.headwater.store.typed.TypedStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The chain of the demonstration, and each of its layers by itself.
 *
 * @param memory the cache of this process
 * @param etcd the cache that processes share
 * @param sql the complete store, which decides
 * @param github the deepest store, which is written behind
 * @param chain all four as one
 * @param view the chain as its users see it
 * @param events what happened in the layers
 */
record Layers(
    Store memory,
    Store etcd,
    Store sql,
    Store github,
    ChainStore chain,
    TypedStore<byte[]> view,
    HybridClock clock,
    LayerEvents events)
    implements AutoCloseable {

  static final String MEMORY = "memory";
  static final String ETCD = "etcd";
  static final String SQL = "sql";
  static final String GITHUB = "github";

  private static final int FAILURES_TO_OPEN = 2; // a dead etcd costs two deadlines, then none

  /** Composes the chain; its servers are asked when they are needed. */
  static Layers open(StoreUris uris, String github, StoreEnvironment environment) {
    List<Store> opened = new ArrayList<>();
    try {
      for (String uri : List.of(uris.memory(), uris.etcd(), uris.sql(), github)) {
        opened.add(Stores.open(uri, environment));
      }
      return composed(opened, environment);
    } catch (RuntimeException e) {
      opened.forEach(Store::close);
      throw e;
    }
  }

  private static Layers composed(List<Store> stores, StoreEnvironment environment) {
    Store memory = stores.get(0);
    Store etcd = stores.get(1);
    Store sql = stores.get(2);
    Store github = stores.get(3);
    LayerEvents events = new LayerEvents(environment.time());
    ChainStore chain =
        ChainStore.builder()
            .cache(MEMORY, memory)
            .layer(Layer.cache(ETCD, etcd).failuresToOpen(FAILURES_TO_OPEN))
            .store(SQL, sql)
            .layer(Layer.store(GITHUB, github).behind())
            .listener(events)
            .time(environment.time())
            .build();
    TypedStore<byte[]> view = TypedStore.of(chain, Codecs.bytes(), chain.clock());
    return new Layers(memory, etcd, sql, github, chain, view, chain.clock(), events);
  }

  /** The stores by the names of their layers, from the top. */
  Map<String, Store> byName() {
    Map<String, Store> stores = new LinkedHashMap<>();
    stores.put(MEMORY, memory);
    stores.put(ETCD, etcd);
    stores.put(SQL, sql);
    stores.put(GITHUB, github);
    return stores;
  }

  /** The longest value that each of the layers takes. */
  long maxValueBytes() {
    return byName().values().stream()
        .mapToLong(store -> store.capabilities().limits().maxValueBytes())
        .min()
        .orElseThrow();
  }

  @Override
  public void close() {
    chain.close(); // which closes its layers
  }
}
