package dev.headwater.testkit.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * What happened in a history: a checksum, to compare two runs, and, if somebody is to read it, the
 * last lines.
 */
public final class Trace {

  private static final int KEPT = 2_000;

  private final boolean kept;
  private final Deque<String> lines = new ArrayDeque<>();
  private long checksum = 17;

  private Trace(boolean kept) {
    this.kept = kept;
  }

  /** Only the checksum, which costs next to nothing. */
  public static Trace checksum() {
    return new Trace(false);
  }

  /** The checksum and the lines. */
  public static Trace lines() {
    return new Trace(true);
  }

  /** Something happened. */
  public void add(int what, Supplier<String> line) {
    checksum = checksum * 1_000_003 + what;
    if (kept) {
      lines.add(line.get());
      if (lines.size() > KEPT) {
        lines.remove();
      }
    }
  }

  public long value() {
    return checksum;
  }

  /** The last lines, so many at most. */
  public List<String> last(int count) {
    return lines.stream().skip(Math.max(0, lines.size() - count)).toList();
  }
}
