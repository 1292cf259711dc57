package dev.headwater.store.typed;

/** What a subscription tells first. */
public enum Start {
  /** Only what changes from now on. */
  NOW,
  /** The current values, in the order of keys, and then what changes. */
  CURRENT
}
