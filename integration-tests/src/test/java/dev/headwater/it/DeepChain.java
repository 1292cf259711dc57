package dev.headwater.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.chain.ChainListener;
import dev.headwater.chain.ChainStore;
import dev.headwater.chain.ChainStoreBuilder;
import dev.headwater.chain.Layer;
import dev.headwater.chain.outbox.OutboxConfig;
import dev.headwater.github.emulator.GithubEmulator;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.background.Background;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.sqlite.SqliteJournal;
import dev.headwater.store.sqlite.SqliteJournalConfig;
import dev.headwater.store.typed.Change;
import dev.headwater.store.typed.Start;
import dev.headwater.store.typed.Subscriber;
import dev.headwater.store.typed.Subscription;
import dev.headwater.store.typed.TypedStore;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A chain memory → etcd → SQL → GitHub as a service would compose it: SQL decides, GitHub gets
 * everything later. What happened in it, and what a subscriber to all of it was told.
 */
final class DeepChain implements AutoCloseable {

  final List<String> events = new CopyOnWriteArrayList<>();
  final List<String> told = new CopyOnWriteArrayList<>();
  final Store memory = Servers.open("memory:");
  final Store etcd;
  final Store sql;
  final ChainStore chain;
  final TypedStore<String> texts;
  private final Background background = Background.daemon("subscriber");
  private final Subscription subscription;

  private DeepChain(String name, GithubEmulator github, OutboxConfig outbox) {
    etcd = Servers.open(Servers.etcdUri(name));
    sql = Servers.open(Servers.sqlUri(name));
    chain = builder(github).outbox(outbox).build();
    texts = TypedStore.of(chain, Codecs.utf8(), chain.clock());
    subscription = texts.subscribe("", Start.NOW, new Recording(), background);
    Await.until(() -> events.contains("live") && events.contains("following sql"));
  }

  private ChainStoreBuilder builder(GithubEmulator github) {
    return ChainStore.builder()
        .cache("memory", memory)
        .cache("etcd", etcd)
        .store("sql", sql)
        .layer(Layer.store("github", Servers.open(Servers.githubUri(github))).behind())
        .listener(new Recorder());
  }

  /** A process whose outbox ends with it. It follows GitHub, too, when this returns. */
  static DeepChain open(String name, GithubEmulator github) {
    return new DeepChain(name, github, OutboxConfig.inMemory()).following();
  }

  /** A process whose outbox is in a file; it need not find GitHub there. */
  static DeepChain journaled(String name, GithubEmulator github, Path journal) {
    SqliteJournal file = SqliteJournal.open(SqliteJournalConfig.of(journal));
    return new DeepChain(name, github, OutboxConfig.journaled(file));
  }

  private DeepChain following() {
    Await.until(() -> events.contains("following github"));
    return this;
  }

  /** What memory alone has of the key. */
  String inMemory(Key key) {
    return text(memory.read(key));
  }

  static String text(@Nullable Entry entry) {
    if (entry == null) {
      return "nothing";
    }
    return entry.isTombstone() ? "deleted" : new String(entry.value().sharedBytes(), UTF_8);
  }

  @Override
  public void close() {
    subscription.close();
    chain.close();
    background.close();
  }

  private final class Recording implements Subscriber<String> {
    @Override
    public void changed(Change<String> change) {
      told.add(change.key() + "=" + change.value());
    }

    @Override
    public void live() {
      events.add("live");
    }

    @Override
    public void failed(StoreException error) {
      told.add("failed " + error.getMessage());
    }
  }

  private final class Recorder implements ChainListener {
    @Override
    public void following(String layer) {
      events.add("following " + layer);
    }

    @Override
    public void delivered(String layer, Key key) {
      events.add("delivered " + layer + " " + key);
    }

    @Override
    public void deadLetter(String layer, Key key, StoreException error) {
      events.add("dead " + layer + " " + key + " " + error);
    }

    @Override
    public void lost(String layer, Key key) {
      events.add("lost " + layer + " " + key);
    }
  }
}
