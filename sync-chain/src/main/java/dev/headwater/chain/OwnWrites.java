package dev.headwater.chain;

import dev.headwater.store.Entry;

/** Hears of this chain's own writes at once, before the authority's feed tells of them. */
interface OwnWrites {

  /** Nobody hears. */
  OwnWrites NONE =
      new OwnWrites() {
        @Override
        public void accepted(Entry entry) {}

        @Override
        public void withdrawn(Entry entry) {}
      };

  /** The write was accepted: by the authority, or locally, and is then undecided. */
  void accepted(Entry entry);

  /** The authority did not take this entry, which had been accepted locally. */
  void withdrawn(Entry entry);
}
