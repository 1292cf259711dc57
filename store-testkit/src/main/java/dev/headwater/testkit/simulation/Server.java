package dev.headwater.testkit.simulation;

import dev.headwater.store.Capabilities;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Purge;
import dev.headwater.store.Store;
import dev.headwater.testkit.ReferenceData;
import dev.headwater.testkit.ReferenceStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A store that outlives the processes that use it. It knows everything that it ever held, for those
 * who judge what others say of it.
 */
public final class Server {

  private static final int LOG_LENGTH = 500;

  private final String name;
  private final int number;
  private final VirtualTime time;
  private final Capabilities capabilities;
  private final Kind kind;
  private final ReferenceData data;
  private final Store direct;
  private final Ledger ledger;
  private final Map<Key, List<Held>> history = new HashMap<>();
  private boolean down;

  /**
   * A server.
   *
   * @param number 0 to 63, different for all servers of a history
   */
  public Server(
      String name,
      int number,
      VirtualTime time,
      Capabilities capabilities,
      Kind kind,
      Ledger ledger) {
    this.name = name;
    this.number = number;
    this.time = time;
    this.capabilities = capabilities;
    this.kind = kind;
    this.ledger = ledger;
    this.data = new ReferenceData(name, LOG_LENGTH, this::wrote);
    this.direct = ReferenceStore.over(data, name, time, capabilities);
  }

  /** How nodes read a server. */
  public enum Kind {
    /** Each read asks it. */
    ASKED,
    /** As a repository: a node knows what there was when it looked last. */
    LOOKED_AT
  }

  /** What a key held from a time on; {@code null} if nothing. */
  record Held(long sinceMillis, @Nullable Entry entry) {}

  public String name() {
    return name;
  }

  int number() {
    return number;
  }

  Ledger ledger() {
    return ledger;
  }

  /** Whether this is an authority. */
  boolean decides() {
    return ledger.isAuthority(this);
  }

  Capabilities capabilities() {
    return capabilities;
  }

  boolean isDown() {
    return down;
  }

  /** Every call fails from now on. */
  public void down() {
    down = true;
  }

  /** Ends {@link #down}. */
  public void up() {
    down = false;
  }

  /** The store as one node reaches it. */
  public Store connect(Node node, Network network) {
    Store store = ReferenceStore.over(data, name, time, capabilities);
    return switch (kind) {
      case ASKED -> new Connection(store, this, node, network);
      case LOOKED_AT ->
          new Connection(new RepositoryView(store, time, network.chance()), this, node, network);
    };
  }

  /** The store as it is, without faults: for those who judge. */
  public Store direct() {
    return direct;
  }

  /** What is held of the key, expired or not. */
  public @Nullable Entry peek(Key key) {
    return data.peek(key);
  }

  /** Every feed loses its place. */
  public void forgetChanges() {
    data.forgetChanges();
  }

  /** A cache evicts the key. */
  public void evict(Key key) {
    Entry entry = data.peek(key);
    if (entry != null) {
      direct.purge(List.of(Purge.of(entry)));
      remember(key, null);
    }
  }

  /**
   * Whether the key had no live value at some time since then.
   *
   * @param nowMillis the time at which what is held now may have expired
   */
  boolean lackedLiveSince(Key key, long sinceMillis, long nowMillis) {
    List<Held> all = history.get(key);
    if (all == null) {
      return true;
    }
    long until = nowMillis;
    for (int i = all.size() - 1; i >= 0; i--) {
      Held held = all.get(i);
      Entry entry = held.entry();
      if (entry == null || !entry.isLiveAt(until)) {
        return true;
      }
      if (held.sinceMillis() < sinceMillis) {
        return false;
      }
      until = held.sinceMillis();
    }
    return true;
  }

  private void wrote(Key key, @Nullable Entry before, Entry entry) {
    remember(key, entry);
    ledger.arrived(this, before, entry);
  }

  private void remember(Key key, @Nullable Entry entry) {
    history.computeIfAbsent(key, any -> new ArrayList<>()).add(new Held(time.millis(), entry));
  }
}
