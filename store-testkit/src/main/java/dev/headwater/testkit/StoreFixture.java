package dev.headwater.testkit;

import dev.headwater.store.Capability;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import java.time.Duration;
import java.util.Set;

/**
 * The environment of one contract test: fresh, empty data that stores open. Creating one is cheap
 * (a new prefix or table); servers are started once and shared.
 */
public interface StoreFixture extends AutoCloseable {

  /**
   * A store on this fixture's data, that the caller closes. Two of them play two processes: what
   * one acknowledged, the other sees.
   */
  Store open();

  /** The wall clock of all stores of this fixture; it decides what has expired. */
  ManualClock clock();

  /** What the stores must declare, exactly. */
  Set<Capability> expectedCapabilities();

  /** When what one store acknowledged is read through another store on the same data. */
  enum Visibility {
    /** At once, as in every plain store. */
    AT_ONCE,
    /** Within {@link #feedPatience}: each store keeps copies that follow the feed. */
    SOON
  }

  /** At once, unless the store keeps copies of its own, as a chain does. */
  default Visibility visibility() {
    return Visibility.AT_ONCE;
  }

  /** What a store's acknowledgement of a write means. */
  enum Decision {
    /** That the write is decided, whoever wrote before. */
    AT_ONCE,
    /**
     * That the write is accepted by what this store knows; what others have written counts later,
     * as in a chain that acknowledges locally.
     */
    LATER
  }

  /** That it is decided, unless the store is a chain that acknowledges before. */
  default Decision decision() {
    return Decision.AT_ONCE;
  }

  /** Writes garbage to the key behind the stores' back, in place of what is there. */
  Corruption corrupt(Key key);

  /** How long a change may take to appear in a feed. */
  Duration feedPatience();

  /** Removes the data. All stores have been closed before. */
  @Override
  void close();
}
