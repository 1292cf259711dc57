package dev.headwater.chain;

import dev.headwater.store.Key;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers for a moment which keys are absent; bounded. Thread-safe. */
final class AbsenceCache {

  private static final int MAX_KEYS = 10_000;

  private final InstantSource time;
  private final long absenceMillis;
  private final Map<Key, Long> until =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Long> eldest) {
          return size() > MAX_KEYS;
        }
      };

  AbsenceCache(InstantSource time, Duration absence) {
    this.time = time;
    this.absenceMillis = absence.toMillis();
  }

  synchronized boolean contains(Key key) {
    Long end = until.get(key);
    if (end == null) {
      return false;
    }
    long left = end - time.millis();
    if (left > 0 && left <= absenceMillis) { // more is left only if the clock was set back
      return true;
    }
    until.remove(key);
    return false;
  }

  synchronized void add(Key key) {
    if (absenceMillis > 0) {
      until.remove(key); // so that it becomes the youngest
      until.put(key, time.millis() + absenceMillis);
    }
  }

  synchronized void remove(Key key) {
    until.remove(key);
  }
}
