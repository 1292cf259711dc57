package dev.headwater.benchmarks;

import dev.headwater.chain.Acknowledgement;
import dev.headwater.chain.ChainStore;
import dev.headwater.chain.ChainStoreBuilder;
import dev.headwater.chain.Layer;
import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.store.journal.Journal;
import dev.headwater.store.journal.Journals;
import dev.headwater.store.memory.MemoryStore;
import dev.headwater.store.memory.MemoryStoreConfig;
import dev.headwater.store.spi.StoreEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Puts into a chain that acknowledges what is in its outbox, in a SQLite file. */
final class ChainPutters {

  private static final int MAX_ENTRIES = 2_000_000;

  private ChainPutters() {}

  static List<DurablePutter.Kind> kinds() {
    return List.of(
        new DurablePutter.Kind(
            "chain, outbox in SQLite, authority away",
            directory -> new ThroughChain(directory, Network.DOWN)),
        new DurablePutter.Kind(
            "chain, outbox in SQLite, authority takes it",
            directory -> new ThroughChain(directory, Network.UP)));
  }

  private enum Network {
    UP,
    DOWN
  }

  private static final class ThroughChain implements DurablePutter {
    private final ChainStore chain;

    ThroughChain(Path directory, Network network) {
      Journal journal =
          Journals.open("sqlite:" + directory.resolve("outbox.db"), StoreEnvironment.system());
      ChainStoreBuilder builder =
          ChainStore.builder()
              .cache("memory", memory(MemoryStoreConfig.bounded(64 << 20)))
              .layer(Layer.store("authority", new Elsewhere(network)).behind())
              .acknowledge(Acknowledgement.LOCAL)
              .outbox(
                  OutboxConfig.journaled(journal)
                      .maxEntries(MAX_ENTRIES)
                      .maxBytes(1L << 30)
                      .flushOnClose(Duration.ZERO));
      chain = builder.build();
    }

    @Override
    public void put(int number) {
      chain.merge(Write.of(DurablePuts.entry(number)));
    }

    @Override
    public void close() {
      chain.close();
    }
  }

  private static MemoryStore memory(MemoryStoreConfig config) {
    return MemoryStore.open(config, InstantSource.system());
  }

  /** A complete store that a chain takes for a remote one, and that may be away. */
  private static final class Elsewhere extends ForwardingStore {
    private final Network network;

    Elsewhere(Network network) {
      super(memory(MemoryStoreConfig.unbounded()));
      this.network = network;
    }

    @Override
    public Capabilities capabilities() {
      return delegate().capabilities().without(Capability.LOCAL);
    }

    @Override
    public List<MergeOutcome> mergeAll(Batch batch) {
      if (network == Network.DOWN) {
        throw new StoreUnavailableException(Subject.of(this, "mergeAll"), "the network is down");
      }
      return delegate().mergeAll(batch);
    }
  }
}
