package dev.headwater.store.typed;

import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;

/**
 * The keys of a subscription: those that start with a prefix, or one key. Feeds and listings are
 * narrowed by the prefix alone.
 */
record SubscribedKeys(String prefix, Extent extent) {

  SubscribedKeys {
    ListRequest.all(prefix); // the rules of prefixes, checked at once
  }

  private enum Extent {
    ALL_THAT_START_WITH_IT,
    THAT_KEY_ALONE
  }

  static SubscribedKeys startingWith(String prefix) {
    return new SubscribedKeys(prefix, Extent.ALL_THAT_START_WITH_IT);
  }

  static SubscribedKeys only(Key key) {
    return new SubscribedKeys(key.text(), Extent.THAT_KEY_ALONE);
  }

  /** Whether it is one key, which comes before all others that start with it. */
  boolean isOne() {
    return extent == Extent.THAT_KEY_ALONE;
  }

  boolean contains(Key key) {
    return isOne() ? key.text().equals(prefix) : key.startsWith(prefix);
  }
}
