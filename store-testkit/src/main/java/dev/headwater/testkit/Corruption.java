package dev.headwater.testkit;

/** Whether a fixture could damage what a store holds. */
public enum Corruption {
  /** The key now holds garbage. */
  DONE,
  /** The store keeps entries in a form that can't be damaged, and nothing was done. */
  IMPOSSIBLE
}
