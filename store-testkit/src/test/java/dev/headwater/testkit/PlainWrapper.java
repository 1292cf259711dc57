package dev.headwater.testkit;

import dev.headwater.store.ForwardingStore;
import dev.headwater.store.Store;

/** A wrapper that leaves everything to its base. */
final class PlainWrapper extends ForwardingStore {
  PlainWrapper(Store delegate) {
    super(delegate);
  }
}
