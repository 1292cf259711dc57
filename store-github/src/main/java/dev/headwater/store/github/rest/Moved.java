package dev.headwater.store.github.rest;

/** What became of a branch that was to be moved or made. */
public enum Moved {
  /** It is where it was to be. */
  MOVED,
  /** Somebody else was first; nothing happened. */
  NOT_FAST_FORWARD
}
