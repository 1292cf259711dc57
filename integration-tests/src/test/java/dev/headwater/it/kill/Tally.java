package dev.headwater.it.kill;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** How often what has happened. Thread-safe. */
final class Tally {

  static final String AT_RANDOM = "at random while writing";
  static final String AT_START = "at random while starting";

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  void add(String what, long times) {
    counts.computeIfAbsent(what, w -> new LongAdder()).add(times);
  }

  void killedAt(KillPoint point) {
    add(point.name(), 1);
  }

  long of(String what) {
    LongAdder count = counts.get(what);
    return count == null ? 0 : count.sum();
  }

  long kills() {
    long kills = of(AT_RANDOM) + of(AT_START);
    for (KillPoint point : KillPoint.values()) {
      kills += of(point.name());
    }
    return kills;
  }

  @Override
  public String toString() {
    return new TreeMap<>(counts)
        .entrySet().stream()
            .map(e -> "  %-26s %6d".formatted(e.getKey(), e.getValue().sum()))
            .collect(Collectors.joining("\n"));
  }
}
