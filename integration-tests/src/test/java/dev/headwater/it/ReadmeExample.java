package dev.headwater.it;

import dev.headwater.chain.ChainStore;
import dev.headwater.chain.Layer;
import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.store.Key;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.journal.Journals;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.Stores;
import dev.headwater.store.typed.Receipt;
import dev.headwater.store.typed.TypedStore;
import java.nio.file.Path;
import java.time.Duration;

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
      TypedStore<String> config = TypedStore.of(chain, Codecs.utf8(), chain.clock());

      config.put(Key.of("mail/host"), "mail.example.org");     // SQL, then etcd, then memory
      String host = config.get(Key.of("mail/host"));           // from memory, in any process
      config.update(Key.of("mail/retries"), n -> n == null ? "3" : n);
    }
    // README ends
    // spotless:on
  }

  @SuppressWarnings("UnusedVariable") // a reader of the example sees what it is for
  static void runOffline(Path directory, String sql, StoreEnvironment environment) {
    String data = "sqlite:" + directory.resolve("data.db");
    String outbox = "sqlite:" + directory.resolve("outbox.db");
    // spotless:off: as in the README
    // README begins offline
    try (ChainStore chain = ChainStore.builder()
        .cache("memory", Stores.open("memory:?max-bytes=64000000", environment))
        .store("disk", Stores.open(data, environment))                // sqlite:data.db
        .layer(Layer.store("sql", Stores.open(sql, environment)).behind())
        .outbox(OutboxConfig.journaled(Journals.open(outbox, environment))) // sqlite:outbox.db
        .build()) {
      TypedStore<String> config = TypedStore.of(chain, Codecs.utf8(), chain.clock());

      Receipt receipt = config.put(Key.of("mail/host"), "mail.example.org"); // on disk, network or not
      chain.delivery(receipt).await("sql", Duration.ofSeconds(5));           // only if it matters here
    }
    // README ends offline
    // spotless:on
  }
}
