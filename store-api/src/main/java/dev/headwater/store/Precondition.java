package dev.headwater.store;

import org.jspecify.annotations.Nullable;

/**
 * What must be true of a key for a merge to be tried. Decided by the store, atomically with the
 * merge.
 *
 * <p>A merge whose entry is already held succeeds without a look at its precondition, so that a
 * conditional write, too, may be repeated after an unknown outcome.
 */
public sealed interface Precondition {

  /** Whether the precondition holds, given what the store holds of the key. */
  boolean holds(@Nullable Entry held, long nowMillis);

  /** No precondition. */
  static Precondition none() {
    return Unconditional.NONE;
  }

  /** The key has no live value: nothing is held, or a tombstone, or an expired value. */
  static Precondition absent() {
    return Absence.ABSENT;
  }

  /** The store holds an entry, value or tombstone, with exactly this stamp. */
  static Precondition stampIs(Stamp stamp) {
    return new StampIs(stamp);
  }

  /** No precondition. */
  enum Unconditional implements Precondition {
    NONE;

    @Override
    public boolean holds(@Nullable Entry held, long nowMillis) {
      return true;
    }
  }

  /** The key has no live value. */
  enum Absence implements Precondition {
    ABSENT;

    @Override
    public boolean holds(@Nullable Entry held, long nowMillis) {
      return held == null || !held.isLiveAt(nowMillis);
    }
  }

  /** The store holds an entry with exactly this stamp. */
  record StampIs(Stamp stamp) implements Precondition {
    @Override
    public boolean holds(@Nullable Entry held, long nowMillis) {
      return held != null && held.stamp().equals(stamp);
    }
  }
}
