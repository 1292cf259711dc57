package dev.headwater.testkit.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The work that all nodes have started and not done, and the time. Work that is ready runs in any
 * order; a timer runs when its time has come, or late.
 */
public final class Scheduler {

  /** More tasks than this, one after the other, start each other for ever. */
  private static final int MAX_TASKS = 20_000;

  private static final int MAX_DEPTH = 3;

  private final VirtualTime time;
  private final Chance chance;
  private final List<Ready> ready = new ArrayList<>();
  private final Queue<Delayed> delayed =
      new PriorityQueue<>(
          Comparator.comparingLong(Delayed::dueMillis).thenComparingLong(Delayed::number));
  private long numbers;
  private int depth; // of waits in waits
  private long lastLateMillis = Long.MIN_VALUE;

  public Scheduler(VirtualTime time, Chance chance) {
    this.time = time;
    this.chance = chance;
  }

  private record Ready(Node node, Runnable task) {}

  private record Delayed(Node node, Runnable task, long dueMillis, long number) {}

  public VirtualTime time() {
    return time;
  }

  void execute(Node node, Runnable task) {
    ready.add(new Ready(node, task));
  }

  /** Returns what cancels it. */
  Runnable schedule(Node node, long delayMillis, Runnable task) {
    Delayed timer = new Delayed(node, task, time.millis() + delayMillis, numbers++);
    delayed.add(timer);
    return () -> delayed.remove(timer);
  }

  /** Runs any task that is ready; returns whether there was one. */
  public boolean runOne() {
    if (ready.isEmpty()) {
      return false;
    }
    int index = chance.below(ready.size());
    Ready chosen = ready.get(index);
    Ready last = ready.remove(ready.size() - 1);
    if (index < ready.size()) {
      ready.set(index, last);
    }
    chosen.node().run(chosen.task());
    return true;
  }

  /** Runs what is ready, and what that starts, until nothing is. */
  public void runAll() {
    int ran = 0;
    while (runOne()) {
      if (++ran > MAX_TASKS) {
        throw new Violation("bounded", "tasks start each other for ever");
      }
    }
  }

  /** Moves the time on. Timers that come due on the way run once, at its end. */
  public void advance(long millis) {
    time.advance(millis);
    long now = time.millis();
    int ran = 0;
    for (Delayed next = delayed.peek(); next != null; next = delayed.peek()) {
      if (next.dueMillis() > now) {
        return;
      }
      delayed.remove();
      if (++ran > MAX_TASKS) {
        throw new Violation("bounded", "timers start each other for ever");
      }
      next.node().run(next.task());
    }
  }

  /** When the next timer is due; {@code null} if there is none. */
  public @Nullable Long nextDueMillis() {
    Delayed next = delayed.peek();
    return next == null ? null : next.dueMillis();
  }

  /** How many tasks are ready. */
  public int ready() {
    return ready.size();
  }

  /** Lets others work until the time, or once. For a node that waits. */
  void pass(long untilMillis) {
    depth++;
    try {
      boolean busy = depth <= MAX_DEPTH && !chance.perMille(30) && runOne();
      if (!busy) {
        Long due = depth <= MAX_DEPTH ? nextDueMillis() : null;
        long to = due == null ? untilMillis : Math.min(untilMillis, due);
        advance(Math.max(0, to - time.millis()));
      }
    } finally {
      depth--;
    }
  }

  /** Somebody waited in vain: in one thread, what is waited for may be what waits. */
  void waitedInVain() {
    lastLateMillis = time.millis();
  }

  /** When somebody last waited in vain. */
  long lastLateMillis() {
    return lastLateMillis;
  }

  /** Drops what the node has started. */
  void discard(Node node) {
    ready.removeIf(task -> task.node() == node);
    delayed.removeIf(task -> task.node() == node);
  }
}
