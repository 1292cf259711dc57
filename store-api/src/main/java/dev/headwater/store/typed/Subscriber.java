package dev.headwater.store.typed;

import dev.headwater.store.StoreException;

/** Is told of changes, by one thread at a time. What it throws ends the subscription. */
public interface Subscriber<V> {

  /** A change; for each key in the order of stamps, and each once. */
  void changed(Change<V> change);

  /**
   * Changes could not be read: the store is away (they follow when it is back), or a value does not
   * decode.
   */
  void failed(StoreException error);
}
