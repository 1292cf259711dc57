package dev.headwater.store.github.index;

import java.util.List;

/**
 * The commits of people since the last one of Headwater's.
 *
 * @param committedMillis when Headwater's last commit and those after it were committed, as far as
 *     known, in milliseconds since 1970
 * @param aheadBy how many commits there are after Headwater's last
 * @param nowMillis the time here and now
 * @param author who made the last of them
 */
public record Passage(List<Long> committedMillis, int aheadBy, long nowMillis, String author) {

  /** How far the clocks of people may be ahead; what is later says nothing about the time. */
  private static final long MAX_AHEAD_MILLIS = 60_000;

  public Passage {
    committedMillis = List.copyOf(committedMillis);
  }

  /** The latest time of these commits that can be believed. */
  long millis() {
    return committedMillis.stream()
        .mapToLong(Long::longValue)
        .filter(millis -> millis >= 0 && millis <= nowMillis + MAX_AHEAD_MILLIS)
        .max()
        .orElse(0);
  }

  /** How many commits there are; 1 where that is not known. */
  int steps() {
    return Math.max(1, aheadBy);
  }
}
