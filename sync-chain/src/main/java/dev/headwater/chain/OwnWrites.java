package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.Purge;
import java.util.Collection;

/**
 * Hears of this chain's own writes at once, before the authority's feed tells of them. Called
 * without a lock held, since it asks {@link Pending} and takes locks of its own; thread-safe.
 */
interface OwnWrites {

  /** Nobody hears. */
  OwnWrites NONE =
      new OwnWrites() {
        @Override
        public void accepted(Entry entry) {}

        @Override
        public void taken(Entry entry) {}

        @Override
        public void settled(Entry entry) {}

        @Override
        public long listeners() {
          return 0;
        }

        @Override
        public void taken(Entry entry, long listeners) {}

        @Override
        public void overtaken(Entry entry) {}

        @Override
        public void withdrawn(Entry entry) {}

        @Override
        public void purged(Collection<Purge> purges) {}
      };

  /** The entry was accepted locally, and {@link Pending} has it unless it was decided since. */
  void accepted(Entry entry);

  /** The authority took the entry, which had been accepted locally before. */
  void taken(Entry entry);

  /** {@link Pending} does not have the entry any more, which the authority took. */
  void settled(Entry entry);

  /** How many have begun to listen until now; for {@link #taken(Entry, long)}. */
  long listeners();

  /**
   * The authority took the entry of a write that began when there were so many listeners. Those
   * that came later are not told: they may have begun after something newer, of which nobody would
   * tell them then. What came after they did, the authority's feed tells them.
   */
  void taken(Entry entry, long listeners);

  /** The authority holds something newer than this entry, which had been accepted locally. */
  void overtaken(Entry entry);

  /**
   * The authority did not take this entry, which had been accepted locally; {@link Pending} does
   * not have it any more.
   */
  void withdrawn(Entry entry);

  /** What is held of these keys, pending or not, is forgotten. */
  void purged(Collection<Purge> purges);
}
