package dev.headwater.sync;

import java.util.Locale;

/** One of the two stores that are reconciled. */
public enum Side {
  /** The store that a mirror copies from. */
  SOURCE,
  /** The store that a mirror copies to. */
  TARGET;

  /** The side's name in a sentence. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The other store of the pair. */
  public Side other() {
    return this == SOURCE ? TARGET : SOURCE;
  }
}
