package dev.headwater.store.github.rest;

/** What a request may do, and so whether it may be repeated when its answer was lost. */
enum Effect {
  /** Nothing. */
  NONE,
  /** Reads an object by its id, which a replica may not have yet. */
  NONE_BY_ID,
  /** Stores an object that is named by its content. */
  STORES_OBJECT,
  /** Moves or makes the branch. */
  MOVES_BRANCH
}
