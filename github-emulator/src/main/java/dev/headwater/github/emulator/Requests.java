package dev.headwater.github.emulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * The requests that were answered, in the order of their answers; the newest 100,000. Thread-safe.
 */
public final class Requests {
  private static final int KEPT = 100_000;

  private final Deque<LoggedRequest> newest = new ArrayDeque<>(); // guarded by this
  private long count; // guarded by this

  Requests() {}

  synchronized void add(LoggedRequest request) {
    count++;
    newest.addLast(request);
    if (newest.size() > KEPT) {
      newest.removeFirst();
    }
  }

  /** What is kept of them. */
  public synchronized List<LoggedRequest> all() {
    return List.copyOf(newest);
  }

  /** How many there were since the start or the last {@link #clear()}. */
  public synchronized long count() {
    return count;
  }

  /** How many of those that are kept are like that. */
  public synchronized long count(Predicate<LoggedRequest> which) {
    return newest.stream().filter(which).count();
  }

  /** Forgets them and counts from zero. */
  public synchronized void clear() {
    newest.clear();
    count = 0;
  }
}
