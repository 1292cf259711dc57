package dev.headwater.store.github.layout;

import dev.headwater.store.ContentHash;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the index knows of a key: one line of a segment. All of an entry but the bytes of its value.
 *
 * @param key the key
 * @param stamp the entry's stamp; of a purged key, the stamp of what was forgotten
 * @param state value, deleted or purged
 * @param author who made the change on GitHub, such as {@code Ada <ada@example.org>}; {@code null}
 *     if it was made through Headwater
 * @param sequence the number of the commit that made this the newest of the key
 */
public record IndexedEntry(
    Key key, Stamp stamp, State state, @Nullable String author, long sequence) {

  /** What is known of a key. */
  public sealed interface State permits StoredValue, NoValue {}

  /** There is no value. */
  public enum NoValue implements State {
    /** The entry is a tombstone. */
    DELETED,
    /** The store has forgotten the key; kept only to tell it to those who have not. */
    PURGED
  }

  /** The value, if this is one. */
  public @Nullable StoredValue value() {
    return state instanceof StoredValue value ? value : null;
  }

  public boolean isTombstone() {
    return state == NoValue.DELETED;
  }

  public boolean isPurged() {
    return state == NoValue.PURGED;
  }

  /** The entry's content hash; {@code null} where the bytes have to be read to know it. */
  public @Nullable ContentHash hash() {
    return state instanceof StoredValue value ? value.hash() : Entry.tombstone(key, stamp).hash();
  }

  /** The paths of the files that hold the value, in order; none if there is no value. */
  public List<String> files() {
    return state instanceof StoredValue value ? value.files() : List.of();
  }

  /** The same with the ids of their contents. */
  public Map<String, String> blobs() {
    Map<String, String> blobs = new LinkedHashMap<>();
    if (state instanceof StoredValue value) {
      List<String> files = value.files();
      for (int i = 0; i < files.size(); i++) {
        blobs.put(files.get(i), value.blobs().get(i));
      }
    }
    return blobs;
  }

  /** The same in another state. */
  public IndexedEntry with(State newState) {
    return new IndexedEntry(key, stamp, newState, author, sequence);
  }
}
