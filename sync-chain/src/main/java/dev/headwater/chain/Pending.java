package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
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
        public void overtaken(Key key, Stamp seen) {}
      };

  /**
   * The newest undecided entry of the key, expired or not, if nothing newer has been seen of the
   * key.
   */
  @Nullable Entry newest(Key key);

  /** Something with this stamp was seen of the key: undecided entries below it are not served. */
  void overtaken(Key key, Stamp seen);
}
