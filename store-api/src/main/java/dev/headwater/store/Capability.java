package dev.headwater.store;

/** What a store, or a stack of them, can do beyond reading. */
public enum Capability {
  /** It accepts merges and purges; without it both are rejected. */
  WRITE,
  /** It decides preconditions atomically with the merge. */
  PRECONDITIONS,
  /** It merges batches of {@link Batch.Atomicity#ALL}. */
  ATOMIC_BATCHES,
  /** It forgets nothing on its own, so that its absence of a key is the truth. */
  COMPLETE,
  /** What it acknowledged survives the end of every process that uses it. */
  DURABLE,
  /** It answers from this process's memory, without input or output, and so never blocks. */
  LOCAL,
  /** Its feed delivers changes as they happen; other feeds ask now and then. */
  PUSH_FEED
}
