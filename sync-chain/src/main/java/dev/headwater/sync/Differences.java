package dev.headwater.sync;

import org.jspecify.annotations.Nullable;

/** Finds what two stores differ in, in key order. Used by one thread; close it. */
interface Differences extends AutoCloseable {

  /** How the stores stand to each other at the next key, or {@code null} after the last. */
  @Nullable Difference next();

  @Override
  void close();
}
