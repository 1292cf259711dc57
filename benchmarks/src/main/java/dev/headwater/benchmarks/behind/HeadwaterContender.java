package dev.headwater.benchmarks.behind;

import dev.headwater.chain.ChainStore;
import dev.headwater.chain.Layer;
import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.store.Key;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.memory.MemoryStore;
import dev.headwater.store.memory.MemoryStoreConfig;
import dev.headwater.store.sqlite.SqliteJournal;
import dev.headwater.store.sqlite.SqliteJournalConfig;
import dev.headwater.store.typed.TypedStore;
import java.nio.file.Path;
import java.time.InstantSource;

/** A chain, memory and a remote that is written behind, with Headwater's own defaults. */
final class HeadwaterContender implements Contender {

  private static final long MEMORY_BYTES = 64 << 20;

  private final ChainStore chain;
  private final TypedStore<byte[]> values;

  private HeadwaterContender(ChainStore chain) {
    this.chain = chain;
    this.values = TypedStore.of(chain, Codecs.bytes(), chain.clock());
  }

  /** With a journal in SQLite. */
  static HeadwaterContender journaled(Path directory, Sink sink) {
    Path file = directory.resolve("outbox.sqlite");
    return open(sink, OutboxConfig.journaled(SqliteJournal.open(SqliteJournalConfig.of(file))));
  }

  /** With an outbox in memory alone. */
  static HeadwaterContender inMemory(Sink sink) {
    return open(sink, OutboxConfig.inMemory());
  }

  private static HeadwaterContender open(Sink sink, OutboxConfig outbox) {
    return new HeadwaterContender(
        ChainStore.builder()
            .cache(
                "memory",
                MemoryStore.open(MemoryStoreConfig.bounded(MEMORY_BYTES), InstantSource.system()))
            .layer(Layer.store("remote", SinkStore.of(sink)).behind())
            .outbox(outbox)
            .build());
  }

  @Override
  public void put(String key, byte[] value) {
    values.put(Key.of(key), value);
  }

  @Override
  public void delete(String key) {
    values.delete(Key.of(key));
  }

  @Override
  public void close() {
    chain.close();
  }
}
