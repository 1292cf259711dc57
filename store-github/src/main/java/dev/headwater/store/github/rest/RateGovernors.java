package dev.headwater.store.github.rest;

import dev.headwater.store.background.Ticker;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The governors of this process: stores with the same credential at the same server share one,
 * since GitHub counts their requests together. Thread-safe.
 */
public final class RateGovernors {

  private static final int MAX_KEPT = 256;
  private static final RateGovernors SHARED =
      new RateGovernors(InstantSource.system(), Ticker.system());

  private final InstantSource time;
  private final Ticker ticker;
  private final Map<Key, RequestGovernor> governors =
      new LinkedHashMap<>(16, 0.75f, true) { // guarded by this; the one used longest ago goes
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, RequestGovernor> eldest) {
          return size() > MAX_KEPT;
        }
      };

  public RateGovernors(InstantSource time, Ticker ticker) {
    this.time = time;
    this.ticker = ticker;
  }

  /** Those of all stores that are in real time. */
  public static RateGovernors shared() {
    return SHARED;
  }

  /**
   * The governor of a credential.
   *
   * @param identity tells credentials apart without telling them
   */
  synchronized RequestGovernor of(URI endpoint, String identity, RateLimits limits) {
    return governors.computeIfAbsent(
        new Key(endpoint, identity, limits), key -> new RequestGovernor(limits, time, ticker));
  }

  private record Key(URI endpoint, String identity, RateLimits limits) {}
}
