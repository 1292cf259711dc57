package dev.headwater.it;

import dev.headwater.chain.ChainStore;
import dev.headwater.store.Key;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.Stores;
import dev.headwater.store.typed.TypedStore;

/** The example of the README, word for word; see {@link ReadmeIT}. */
final class ReadmeExample {

  private ReadmeExample() {}

  @SuppressWarnings("UnusedVariable") // a reader of the example sees what it is for
  static void run(String etcd, String sql, StoreEnvironment environment) {
    // spotless:off: as in the README
    // README begins
    try (ChainStore chain = ChainStore.builder()
        .cache("memory", Stores.open("memory:?max-bytes=64000000", environment))
        .cache("etcd", Stores.open(etcd, environment)) // etcd://localhost:2379/app
        .store("sql", Stores.open(sql, environment))   // cockroach://app@localhost:26257/app
        .build()) {
      TypedStore<String> config = TypedStore.of(chain, Codecs.utf8(), HybridClock.system());

      config.put(Key.of("mail/host"), "mail.example.org");     // SQL, then etcd, then memory
      String host = config.get(Key.of("mail/host"));           // from memory, in any process
      config.update(Key.of("mail/retries"), n -> n == null ? "3" : n);
    }
    // README ends
    // spotless:on
  }
}
