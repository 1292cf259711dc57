package dev.headwater.store.github.layout;

import dev.headwater.store.github.layout.SegmentName.Range;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Which segments there are after a commit: a log-structured merge with a fan-out of {@value
 * #FAN_OUT}. Pure, and the same for whoever makes or follows the commit.
 *
 * <p>A commit adds its own segment, of level 0. A level that would have {@value #FAN_OUT} segments
 * gives them up for one of the next level; the commit's own stays out of that, so that whoever
 * follows finds it where he expects it. What is missing is written anew, what others cover is
 * dropped: afterwards each commit so far is in exactly one segment.
 */
public final class Levels {

  /** How many segments of one level make one of the next. */
  public static final int FAN_OUT = 16;

  private static final Comparator<Range> BY_COMMIT = Comparator.comparingLong(Range::first);

  private final TreeSet<Range> ranges;

  private Levels(Collection<Range> ranges) {
    this.ranges = new TreeSet<>(ranges);
  }

  /**
   * The segments after a commit.
   *
   * @param present those before it
   * @param sequence the commit's number
   */
  public static NavigableSet<Range> after(Collection<Range> present, long sequence) {
    Levels levels = new Levels(present);
    levels.ranges.removeIf(range -> range.last() >= sequence); // of a life that did not happen
    levels.dropCovered();
    levels.ranges.addAll(gaps(levels.ranges, sequence - 1));
    Range own = Range.of(sequence);
    levels.ranges.add(own);
    levels.merge(own);
    levels.dropCovered();
    return levels.ranges;
  }

  /** The commits up to this one that are in no segment, as segments that would have them. */
  public static List<Range> gaps(Collection<Range> present, long last) {
    List<Range> gaps = new ArrayList<>();
    long next = 1;
    for (Range range : present.stream().sorted(BY_COMMIT).toList()) {
      if (range.first() > next && next <= last) {
        gaps.add(filling(next, Math.min(range.first() - 1, last)));
      }
      next = Math.max(next, range.last() + 1);
    }
    if (next <= last) {
      gaps.add(filling(next, last));
    }
    return gaps;
  }

  private void merge(Range own) {
    for (int level = 0; ; level++) {
      int current = level;
      List<Range> full = ranges.stream().filter(range -> range.level() == current).toList();
      if (full.size() < FAN_OUT) {
        return;
      }
      List<Range> merged = full.stream().filter(range -> !range.equals(own)).toList();
      long first = merged.stream().mapToLong(Range::first).min().orElseThrow();
      long last = merged.stream().mapToLong(Range::last).max().orElseThrow();
      merged.forEach(ranges::remove);
      ranges.add(new Range(level + 1, first, last));
    }
  }

  /* Of two that have the same commits, the one of the higher level stays. */
  private void dropCovered() {
    List<Range> all = List.copyOf(ranges);
    ranges.removeIf(
        range ->
            all.stream()
                .anyMatch(
                    other ->
                        other.covers(range)
                            && (!range.covers(other) || other.level() > range.level())));
  }

  /* The level that a segment of so many commits has where nothing is missing. */
  private static Range filling(long first, long last) {
    int level = 0;
    for (long size = last - first; size > 0; size /= FAN_OUT) {
      level++;
    }
    return new Range(Math.max(level, 1), first, last);
  }
}
