package dev.headwater.github.emulator;

import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Which requests a fault befalls. Not thread-safe. */
final class FaultRule {
  private final Predicate<RequestLine> which;
  private final Fault fault;
  private final BooleanSupplier chance;
  private int left;

  /**
   * A fault that befalls such requests.
   *
   * @param times how many of them
   * @param chance asked for each of them
   */
  FaultRule(Predicate<RequestLine> which, Fault fault, int times, BooleanSupplier chance) {
    this.which = which;
    this.fault = fault;
    this.left = times;
    this.chance = chance;
  }

  boolean fires(RequestLine line) {
    if (left == 0 || !which.test(line) || !chance.getAsBoolean()) {
      return false;
    }
    left--;
    return true;
  }

  boolean isSpent() {
    return left == 0;
  }

  Fault fault() {
    return fault;
  }
}
