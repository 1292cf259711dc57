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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A server as one node reaches it: over a network on which everything goes wrong. */
final class Connection extends ForwardingStore {

  private final Server server;
  private final Node node;
  private final Network network;
  private final Map<Key, Given> given = new HashMap<>(); // last, of what was accepted before
  private final Set<Key> inFlight = new HashSet<>();

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
    MergeOutcome outcome =
        give(List.of(write), "merge", () -> answered(write, delegate().merge(write)));
    if (write.precondition() == Precondition.none()) {
      network.repeat(() -> server.direct().merge(write));
    }
    return outcome;
  }

  @Override
  public List<MergeOutcome> mergeAll(Batch batch) {
    List<Write> writes = batch.writes();
    return give(
        writes,
        "mergeAll",
        () -> {
          List<MergeOutcome> outcomes = delegate().mergeAll(batch);
          for (int i = 0; i < writes.size(); i++) {
            answered(writes.get(i), outcomes.get(i));
          }
          return outcomes;
        });
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

  /* What was accepted before is given in order, key by key, and one at a time. */
  private <T> T give(List<Write> writes, String operation, Supplier<T> effect) {
    List<Key> accepted = new ArrayList<>(2);
    if (server.decides()) {
      for (Write write : writes) {
        Issued issued = server.ledger().find(write.entry());
        if (issued.promise() == Issued.Promise.ACCEPTED && !issued.isDecided()) {
          accepted.add(write.key());
          depart(issued);
        }
      }
    }
    try {
      return tell(operation, writes.size() == 1 ? writes.get(0).key() : null, effect);
    } finally {
      accepted.forEach(inFlight::remove);
    }
  }

  private record Given(Issued issued, long moment) {}

  private MergeOutcome answered(Write write, MergeOutcome outcome) {
    if (outcome instanceof MergeOutcome.Refused && server.decides()) {
      server.ledger().refusedThere(write.entry());
    }
    return outcome;
  }

  private void depart(Issued issued) {
    if (!inFlight.add(issued.key())) {
      throw new Violation("W2", "another write of the key is on its way: " + issued);
    }
    Given before = given.put(issued.key(), new Given(issued, server.ledger().moment()));
    if (before != null
        && before.issued().stamp().isAfter(issued.stamp())
        && issued.wasAccepted(before.moment())) {
      throw new Violation("W2", "out of order: %s after %s".formatted(issued, before.issued()));
    }
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
