package dev.headwater.store.cockroach;

import java.util.List;
import java.util.function.ToLongFunction;

/** How many rows one statement takes: by number and by bytes, fewer once the server balked. */
final class RowBudget {

  private int maxRows = CockroachSchema.MAX_ROWS;
  private long maxBytes = CockroachSchema.MAX_STATEMENT_BYTES;

  /** How many of these to take, from the first on; at least one, if there is one. */
  <T> int rows(List<T> things, ToLongFunction<T> bytes) {
    long sum = 0;
    int rows = 0;
    for (T thing : things) {
      sum += bytes.applyAsLong(thing);
      if (rows == maxRows || (rows > 0 && sum > maxBytes)) {
        break;
      }
      rows++;
    }
    return rows;
  }

  /** Halves both limits; false if one row is all that is left. */
  boolean shrink() {
    if (maxRows == 1) {
      return false;
    }
    maxRows = Math.max(1, maxRows / 2);
    maxBytes = Math.max(1, maxBytes / 2);
    return true;
  }
}
