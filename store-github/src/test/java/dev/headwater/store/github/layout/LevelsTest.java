package dev.headwater.store.github.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.github.layout.SegmentName.Range;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LevelsTest {

  @Test
  void theFirstCommits() {
    assertThat(Levels.after(List.of(), 1)).containsExactly(Range.of(1));
    assertThat(grown(15)).hasSize(15).allMatch(range -> range.level() == 0);
    assertThat(grown(16)).containsExactly(Range.of(16), new Range(1, 1, 15));
    assertThat(grown(30)).hasSize(16);
    assertThat(grown(31)).containsExactly(Range.of(31), new Range(1, 1, 15), new Range(1, 16, 30));
    assertThat(grown(16 * 15 + 1)).containsExactly(Range.of(241), new Range(2, 1, 240));
  }

  @Test
  void everyCommitIsInOneSegmentAndNoLevelIsFull() {
    Collection<Range> now = List.of();
    for (long sequence = 1; sequence <= 20_000; sequence++) {
      now = Levels.after(now, sequence);
      checkSound(now, sequence);
      assertThat(now).contains(Range.of(sequence));
    }
    assertThat(now).hasSizeLessThan(46);
  }

  @Test
  void whatIsMissingIsFilled() {
    List<Range> present = List.of(Range.of(20), new Range(1, 3, 15), Range.of(18));
    assertThat(Levels.gaps(present, 22))
        .containsExactly(
            new Range(1, 1, 2), new Range(1, 16, 17), new Range(1, 19, 19), new Range(1, 21, 22));
    checkSound(Levels.after(present, 23), 23);
    assertThat(Levels.gaps(List.of(), 0)).isEmpty();
    assertThat(Levels.after(List.of(), 1000)).contains(new Range(3, 1, 999));
  }

  @Test
  void whatOthersCoverIsDropped() {
    List<Range> present =
        List.of(new Range(1, 1, 15), Range.of(3), new Range(2, 1, 15), Range.of(16), Range.of(40));
    assertThat(Levels.after(present, 17))
        .containsExactly(Range.of(16), Range.of(17), new Range(2, 1, 15));
  }

  /** Whatever people delete or put back. */
  @Test
  void tamperedSegmentsComeRightWithTheNextCommit() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 300; round++) {
      TreeSet<Range> now = new TreeSet<>();
      List<Range> seen = new ArrayList<>();
      for (long sequence = 1; sequence <= 100; sequence++) {
        if (random.nextInt(5) == 0) {
          now.removeIf(range -> random.nextInt(3) == 0);
        }
        if (random.nextInt(5) == 0 && !seen.isEmpty()) {
          now.add(seen.get(random.nextInt(seen.size())));
        }
        now = new TreeSet<>(Levels.after(now, sequence));
        seen.addAll(now);
        checkCovered(now, sequence);
      }
    }
  }

  private static Collection<Range> grown(long commits) {
    Collection<Range> now = List.of();
    for (long sequence = 1; sequence <= commits; sequence++) {
      now = Levels.after(now, sequence);
    }
    return now;
  }

  private static void checkSound(Collection<Range> ranges, long last) {
    long next = 1;
    for (Range range : ranges.stream().sorted(Comparator.comparing(Range::first)).toList()) {
      assertThat(range.first()).as("of %s", ranges).isEqualTo(next);
      next = range.last() + 1;
    }
    assertThat(next).isEqualTo(last + 1);
    assertThat(
            ranges.stream()
                .collect(Collectors.groupingBy(Range::level, Collectors.counting()))
                .values())
        .allMatch(count -> count < Levels.FAN_OUT);
  }

  private static void checkCovered(Collection<Range> ranges, long last) {
    assertThat(Levels.gaps(ranges, last)).as("of %s", ranges).isEmpty();
    Function<Range, Long> end = Range::last;
    assertThat(ranges.stream().map(end).max(Comparator.naturalOrder())).contains(last);
  }
}
