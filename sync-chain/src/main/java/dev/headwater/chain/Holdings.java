package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Store;
import org.jspecify.annotations.Nullable;

/** What a store holds of a key, expired or not, which a read does not tell. */
final class Holdings {

  private Holdings() {}

  /** The first of all entries whose keys begin like this one, if it is the key's. */
  static @Nullable Entry of(Store store, Key key) {
    try (EntryCursor cursor = store.list(ListRequest.all(key.text()).pageSize(1))) {
      return cursor.next().entries().stream()
          .filter(entry -> entry.key().equals(key))
          .findFirst()
          .orElse(null);
    }
  }
}
