package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes that were acknowledged before the authority decided them, as reads see them: they come
 * before what any layer that is not in memory holds.
 */
interface Pending {

  /** No such writes. */
  Pending NONE =
      new Pending() {
        @Override
        public @Nullable Entry newest(Key key) {
          return null;
        }

        @Override
        public List<Entry> under(String prefix) {
          return List.of();
        }

        @Override
        public List<Entry> undecided(String prefix) {
          return List.of();
        }

        @Override
        public void overtaken(Key key, Stamp seen) {}
      };

  /**
   * The newest undecided entry of the key, expired or not, if nothing newer has been seen of the
   * key.
   */
  @Nullable Entry newest(Key key);

  /** {@link #newest} of all keys that start with the prefix. */
  List<Entry> under(String prefix);

  /** All undecided entries of these keys, also those that are not served, in no order. */
  List<Entry> undecided(String prefix);

  /** Something with this stamp was seen of the key: undecided entries below it are not served. */
  void overtaken(Key key, Stamp seen);
}
