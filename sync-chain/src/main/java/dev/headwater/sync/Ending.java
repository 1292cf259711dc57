package dev.headwater.sync;

import dev.headwater.store.StoreException;

/** How a run ended. */
public sealed interface Ending {

  /** The run came to the end of both stores. */
  enum Completed implements Ending {
    COMPLETED
  }

  /**
   * A store could not be read or written any more. What the report counts as copied is copied; the
   * next run does the rest.
   */
  record Failed(StoreException error) implements Ending {}

  /**
   * The run would remove more values than allowed, and so wrote nothing at all.
   *
   * @param sourceDeletes how many values would be removed from the source
   * @param targetDeletes how many values would be removed from the target
   * @param limit how many are allowed on each side
   */
  record TooManyDeletes(long sourceDeletes, long targetDeletes, long limit) implements Ending {}
}
