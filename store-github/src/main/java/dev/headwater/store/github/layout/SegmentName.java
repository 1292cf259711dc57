package dev.headwater.store.github.layout;

import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of the index: which commits it is about, and which part of the segment it is if that was
 * too long for one file. Ordered by level, commits and part.
 *
 * @param range the level and the commits
 * @param part which part, from 1
 * @param parts how many parts the segment has
 */
public record SegmentName(Range range, int part, int parts) implements Comparable<SegmentName> {

  /** The directory of all segments, which has one for each level. */
  public static final String DIRECTORY = RepositoryPaths.OWN_DIRECTORY + "/log";

  private static final int MAX_LEVEL = 15;
  private static final Pattern PATH =
      Pattern.compile(
          Pattern.quote(DIRECTORY)
              + "/([0-9]{1,2})/([0-9]{12,18})-([0-9]{12,18})"
              + "(?:\\.([0-9]{1,4})of([0-9]{1,4}))?\\.jsonl");
  private static final Comparator<SegmentName> ORDER =
      Comparator.comparing(SegmentName::range).thenComparingInt(SegmentName::part);

  public SegmentName {
    if (part < 1 || part > parts) {
      throw new IllegalArgumentException("there is no part %d of %d".formatted(part, parts));
    }
  }

  /**
   * The commits that a segment is about.
   *
   * @param level how many times they were merged
   * @param first the sequence of the first commit
   * @param last the sequence of the last one
   */
  public record Range(int level, long first, long last) implements Comparable<Range> {

    private static final Comparator<Range> ORDER =
        Comparator.comparingInt(Range::level)
            .thenComparingLong(Range::first)
            .thenComparingLong(Range::last);

    public Range {
      if (level < 0 || level > MAX_LEVEL || first < 1 || last < first) {
        throw new IllegalArgumentException(
            "there is no segment of level %d for %d to %d".formatted(level, first, last));
      }
    }

    /** The segment of one commit. */
    public static Range of(long sequence) {
      return new Range(0, sequence, sequence);
    }

    /** Whether the commit is one of these. */
    public boolean has(long sequence) {
      return first <= sequence && sequence <= last;
    }

    /** Whether all of the other's commits are among these. */
    public boolean covers(Range other) {
      return first <= other.first && other.last <= last;
    }

    @Override
    public int compareTo(Range other) {
      return ORDER.compare(this, other);
    }
  }

  /** The one file of a commit's own segment, if it is short enough for one. */
  public static SegmentName of(long sequence) {
    return new SegmentName(Range.of(sequence), 1, 1);
  }

  /** The file with this path; {@code null} if it is none of the index. */
  public static @Nullable SegmentName parse(String path) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      return null;
    }
    try {
      Range range =
          new Range(
              Integer.parseInt(matcher.group(1)),
              Long.parseLong(matcher.group(2)),
              Long.parseLong(matcher.group(3)));
      boolean whole = matcher.group(4) == null;
      SegmentName name =
          whole
              ? new SegmentName(range, 1, 1)
              : new SegmentName(
                  range, Integer.parseInt(matcher.group(4)), Integer.parseInt(matcher.group(5)));
      return name.path().equals(path) ? name : null;
    } catch (IllegalArgumentException e) {
      return null; // numbers that no segment has
    }
  }

  /** The file's path in the repository. */
  public String path() {
    return String.format(
        Locale.ROOT,
        "%s/%d/%012d-%012d%s.jsonl",
        DIRECTORY,
        range.level,
        range.first,
        range.last,
        parts == 1 ? "" : "." + part + "of" + parts);
  }

  @Override
  public int compareTo(SegmentName other) {
    return ORDER.compare(this, other);
  }

  /** The path. */
  @Override
  public String toString() {
    return path();
  }
}
