package dev.headwater.github.emulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** What was used in the last while. Not thread-safe; holds no more uses than the limit allows. */
final class SlidingWindow {
  private record Use(Instant at, int weight) {}

  private final Duration length;
  private final Deque<Use> uses = new ArrayDeque<>();
  private long used;

  SlidingWindow(Duration length) {
    this.length = length;
  }

  /** Takes note of a use, if there is a limit. */
  void use(Instant now, int weight, int limit) {
    if (limit == RateLimits.UNLIMITED) {
      return;
    }
    uses.add(new Use(now, weight));
    used += weight;
  }

  /** How long until there is room for the weight; zero if there is now. */
  Duration untilRoom(Instant now, int weight, int limit) {
    forget(now);
    long over = used + weight - limit;
    for (Use use : uses) {
      if (over <= 0) {
        break;
      }
      over -= use.weight();
      if (over <= 0) {
        return Duration.between(now, use.at().plus(length));
      }
    }
    return over <= 0 ? Duration.ZERO : length;
  }

  private void forget(Instant now) {
    while (!uses.isEmpty() && !uses.getFirst().at().plus(length).isAfter(now)) {
      used -= uses.removeFirst().weight();
    }
  }
}
