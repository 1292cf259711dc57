package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * Asks the authority, in the background, for entries that are read shortly before they expire, so
 * that a renewed one is there in time even if the feed is late. Once per entry; in bounded memory.
 * Thread-safe.
 */
final class Refresher {

  /** The part of its lifetime, at the end, in which an entry is refreshed. */
  private static final int LAST_PART = 10;

  private static final int MAX_KEYS = 10_000;

  private final InstantSource time;
  private final Executor executor;
  private final Predicate<Key> ask;
  private final Map<Key, Stamp> asked = // guarded by itself
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Stamp> eldest) {
          return size() > MAX_KEYS;
        }
      };

  /**
   * @param ask asks the authority for the key and keeps the answer; whether there was one
   */
  Refresher(InstantSource time, Executor executor, Predicate<Key> ask) {
    this.time = time;
    this.executor = executor;
    this.ask = ask;
  }

  /** The entry was read from memory. */
  void used(Entry entry) {
    if (entry.expires() && isDue(entry) && isFirst(entry)) {
      executor.execute(() -> refresh(entry.key()));
    }
  }

  private void refresh(Key key) {
    if (!ask.test(key)) {
      synchronized (asked) {
        asked.remove(key); // the next reader tries again
      }
    }
  }

  private boolean isDue(Entry entry) {
    long end = entry.expiresAtMillis();
    long lifetime = end - entry.stamp().epochMillis();
    return time.millis() >= end - lifetime / LAST_PART;
  }

  private boolean isFirst(Entry entry) {
    synchronized (asked) {
      return !entry.stamp().equals(asked.put(entry.key(), entry.stamp()));
    }
  }
}
