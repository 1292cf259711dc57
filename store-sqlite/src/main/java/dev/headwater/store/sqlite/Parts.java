package dev.headwater.store.sqlite;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Does a call in several transactions, so that no one of them holds up other writers for long. An
 * error after the first of them is no "nothing happened" any more.
 */
final class Parts {

  private static final int MAX_ROWS = 1_000;
  private static final long MAX_BYTES = 4L * 1024 * 1024;

  private Parts() {}

  /** Does one part. */
  interface Doing<T, R> {
    R run(List<T> part);
  }

  /** Does the parts one after another; what came of each stands in their order. */
  static <T, R> List<R> each(
      Subject subject, List<T> things, ToLongFunction<T> bytes, Doing<T, R> doing) {
    List<R> results = new ArrayList<>();
    int from = 0;
    while (from < things.size()) {
      int to = end(things, from, bytes);
      try {
        results.add(doing.run(things.subList(from, to)));
      } catch (StoreUnavailableException e) {
        throw from == 0 ? e : partly(subject, from, things.size(), e);
      }
      from = to;
    }
    return results;
  }

  private static <T> int end(List<T> things, int from, ToLongFunction<T> bytes) {
    long sum = 0;
    int end = from;
    while (end < things.size() && end - from < MAX_ROWS && sum < MAX_BYTES) {
      sum += bytes.applyAsLong(things.get(end));
      end++;
    }
    return end;
  }

  private static OutcomeUnknownException partly(
      Subject subject, int done, int all, StoreUnavailableException cause) {
    return new OutcomeUnknownException(
        subject,
        "only %d of %d were done; repeat it, that is safe (%s)"
            .formatted(done, all, cause.getMessage()),
        cause);
  }
}
