package dev.headwater.cli.demo;

import static dev.headwater.cli.demo.CheckFailedException.require;

import dev.headwater.chain.ChainListener;
import dev.headwater.chain.ChainStore;
import dev.headwater.cli.output.Output;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The other side of the demonstration's second process: a chain that holds a key in its memory and
 * says at once when that copy changes. Ends with its input.
 */
public final class Peer {

  /** The hidden command that runs it. */
  public static final String COMMAND = "demo-peer";

  static final String READY = "ready";
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final StoreEnvironment environment;
  private final Output output;

  public Peer(StoreEnvironment environment, Output output) {
    this.environment = environment;
    this.output = output;
  }

  static String seen(Stamp stamp) {
    return "seen " + stamp + " ";
  }

  /** Looks at the key until the input ends. */
  public void look(String etcd, String sql, Key key, InputStream input) throws IOException {
    StoreUris uris = StoreUris.of(etcd, sql);
    Store memory = Stores.open(uris.memory(), environment);
    LayerEvents events = new LayerEvents(environment.time());
    try (ChainStore chain =
        ChainStore.builder()
            .cache(Layers.MEMORY, memory)
            .cache(Layers.ETCD, Stores.open(uris.etcd(), environment))
            .store(Layers.SQL, Stores.open(uris.sql(), environment))
            .listener(new Telling(memory, events))
            .build()) {
      require(
          events.awaitFollowing(Set.of(Layers.ETCD, Layers.SQL), PATIENCE),
          "the servers' feeds can't be followed");
      require(chain.read(key) != null, "'%s' is not in the chain", key);
      say(READY);
      while (input.read() >= 0) {} // until the process that started this one is done
    }
  }

  private synchronized void say(String line) {
    output.printText(line);
    output.flush();
  }

  /** Says when the copy in memory has changed. */
  private final class Telling implements ChainListener {
    private final Store memory;
    private final LayerEvents events;

    Telling(Store memory, LayerEvents events) {
      this.memory = memory;
      this.events = events;
    }

    @Override
    public void following(String layer) {
      events.following(layer);
    }

    @Override
    public void updated(String layer, Key key) {
      Instant now = environment.time().instant();
      Entry copy = memory.read(key);
      if (copy != null) {
        long micros = TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1_000;
        say(seen(copy.stamp()) + micros);
      }
    }
  }
}
