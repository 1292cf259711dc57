package dev.headwater.store;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes to merge in one call.
 *
 * @param writes the writes, in any order; an {@link Atomicity#ALL} batch has each key once
 * @param atomicity whether the writes happen together
 */
public record Batch(List<Write> writes, Atomicity atomicity) {

  public Batch {
    writes = List.copyOf(writes);
    if (atomicity == Atomicity.ALL) {
      requireDistinct(writes);
    }
  }

  /** Unconditional merges, each on its own. */
  public static Batch of(Collection<Entry> entries) {
    return new Batch(entries.stream().map(Write::of).toList(), Atomicity.EACH);
  }

  /** Whether the writes of a batch happen together. */
  public enum Atomicity {
    /**
     * Each write is atomic on its own. The store splits and reorders the batch as it likes; after
     * an error any of the writes may have happened. A key may occur more than once.
     */
    EACH,
    /**
     * All preconditions hold and all writes are merged, visible together, or nothing happens and
     * every outcome is {@link MergeOutcome.Refused}. A write that is superseded by a newer entry
     * does not fail the batch.
     */
    ALL
  }

  private static void requireDistinct(List<Write> writes) {
    Set<Key> keys = new HashSet<>();
    for (Write write : writes) {
      if (!keys.add(write.key())) {
        throw new IllegalArgumentException("key is twice in an atomic batch: " + write.key());
      }
    }
  }
}
