package dev.headwater.cli.demo;

import dev.headwater.chain.ChainStore;
import dev.headwater.chain.Layer;
import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.store.Store;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.journal.Journal;
import dev.headwater.store.journal.Journals;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.Stores;
import dev.headwater.store.typed.TypedStore;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A chain that needs no network: memory over a SQLite file, and SQL written behind.
 *
 * @param chain the chain
 * @param view the chain as its users see it
 */
record OfflineChain(ChainStore chain, TypedStore<String> view) implements AutoCloseable {

  static final String DISK = "disk";
  static final String SQL = "sql";

  /** Composes the chain over the files of this directory. */
  static OfflineChain open(Path directory, String sqlUri, StoreEnvironment environment) {
    Store disk = Stores.open("sqlite:" + directory.resolve("data.db"), environment);
    Journal journal = Journals.open("sqlite:" + directory.resolve("outbox.db"), environment);
    ChainStore chain =
        ChainStore.builder()
            .cache("memory", Stores.open("memory:?max-bytes=16000000", environment))
            .store(DISK, disk)
            .layer(Layer.store(SQL, Stores.open(sqlUri, environment)).behind())
            .outbox(OutboxConfig.journaled(journal).flushOnClose(Duration.ZERO))
            .time(environment.time())
            .build();
    return new OfflineChain(chain, TypedStore.of(chain, Codecs.utf8(), chain.clock()));
  }

  @Override
  public void close() {
    chain.close(); // which closes its layers and its journal
  }
}
