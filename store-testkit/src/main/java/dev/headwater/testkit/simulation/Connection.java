package dev.headwater.testkit.simulation;

import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Page;
import dev.headwater.store.Precondition;
import dev.headwater.store.Purge;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A server as one node reaches it: over a network on which everything goes wrong. */
final class Connection extends ForwardingStore {

  private final Server server;
  private final Node node;
  private final Network network;

  Connection(Store delegate, Server server, Node node, Network network) {
    super(delegate);
    this.server = server;
    this.node = node;
    this.network = network;
  }

  @Override
  public String name() {
    return delegate().name();
  }

  @Override
  public Capabilities capabilities() {
    return delegate().capabilities();
  }

  @Override
  public @Nullable Entry read(Key key) {
    return ask("read", key, () -> delegate().read(key));
  }

  @Override
  public ReadBatch readAll(Collection<Key> keys) {
    return ask("readAll", null, () -> delegate().readAll(keys));
  }

  @Override
  public MergeOutcome merge(Write write) {
    MergeOutcome outcome = tell("merge", write.key(), () -> delegate().merge(write));
    if (write.precondition() == Precondition.none()) {
      network.repeat(() -> server.direct().merge(write));
    }
    return outcome;
  }

  @Override
  public List<MergeOutcome> mergeAll(Batch batch) {
    return tell("mergeAll", null, () -> delegate().mergeAll(batch));
  }

  @Override
  public EntryCursor list(ListRequest request) {
    EntryCursor cursor = ask("list", null, () -> delegate().list(request));
    return new EntryCursor() {
      @Override
      public Page next() {
        return ask("list", null, cursor::next);
      }

      @Override
      public void close() {
        cursor.close();
      }
    };
  }

  @Override
  public Mark head() {
    return ask("head", null, () -> delegate().head());
  }

  @Override
  public Feed feed(FeedRequest request) {
    return ask("feed", null, () -> new ConnectionFeed(this, network, delegate(), request));
  }

  @Override
  public int purge(Collection<Purge> purges) {
    return tell("purge", null, () -> delegate().purge(purges));
  }

  @Override
  public void close() {
    delegate().close();
  }

  FeedPage poll(Supplier<FeedPage> effect) {
    return ask("poll", null, effect);
  }

  private <T extends @Nullable Object> T ask(
      String operation, @Nullable Key key, Supplier<T> effect) {
    Subject subject = new Subject(name(), operation, key);
    requireUp(subject);
    return network.carry(
        node, subject, effect, what -> new StoreUnavailableException(subject, what));
  }

  private <T extends @Nullable Object> T tell(
      String operation, @Nullable Key key, Supplier<T> effect) {
    Subject subject = new Subject(name(), operation, key);
    requireUp(subject);
    return network.carry(node, subject, effect, what -> new OutcomeUnknownException(subject, what));
  }

  private void requireUp(Subject subject) {
    node.requireAlive();
    if (server.isDown()) {
      network.trouble();
      throw new StoreUnavailableException(subject, "simulated outage");
    }
  }
}
