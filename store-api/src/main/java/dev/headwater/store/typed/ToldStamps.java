package dev.headwater.store.typed;

import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stamps that a subscriber was told of, of the {@value #MAX_KEYS} keys that it was told of
 * last. What a feed repeats of other keys is taken for new: a subscriber may be told it twice.
 */
final class ToldStamps {

  static final int MAX_KEYS = 65_536;

  private boolean forgotten;
  private final Map<Key, Stamp> told =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Stamp> eldest) {
          forgotten |= size() > MAX_KEYS;
          return size() > MAX_KEYS;
        }
      };

  /** The stamp that was told last of the key; {@code null} if none was, or it is forgotten. */
  @Nullable Stamp of(Key key) {
    return told.get(key);
  }

  /** Whether a key that it does not know may have been told. */
  boolean hasForgotten() {
    return forgotten;
  }

  /** Whether the stamp is above what was told of the key; if so, it is told now. */
  boolean isNews(Key key, Stamp stamp) {
    Stamp before = told.get(key);
    boolean news = before == null || stamp.isAfter(before);
    if (news) {
      told.put(key, stamp);
    }
    return news;
  }

  /** What was told of the key is as if it had not been; this is told instead. */
  void replace(Key key, @Nullable Stamp instead) {
    if (instead == null) {
      told.remove(key);
    } else {
      told.put(key, instead);
    }
  }
}
