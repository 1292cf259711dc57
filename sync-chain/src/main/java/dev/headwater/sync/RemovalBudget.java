package dev.headwater.sync;

import dev.headwater.sync.SyncReport.Transfer;
import java.util.OptionalLong;

/** How many values a run may remove from each side. Used by one thread. */
final class RemovalBudget {

  private final OptionalLong limit;
  private long fromSource;
  private long fromTarget;

  RemovalBudget(OptionalLong limit) {
    this.limit = limit;
  }

  /** How a run that would do this ends. */
  Ending judge(Transfer toSource, Transfer toTarget) {
    return exceeds(toSource.removed()) || exceeds(toTarget.removed())
        ? new Ending.TooManyDeletes(toSource.removed(), toTarget.removed(), limit.orElseThrow())
        : Ending.Completed.COMPLETED;
  }

  /** Takes one removal from the budget of a side; false if there is none left. */
  boolean take(Side side) {
    long taken = side == Side.SOURCE ? ++fromSource : ++fromTarget;
    return !exceeds(taken);
  }

  private boolean exceeds(long removals) {
    return limit.isPresent() && removals > limit.getAsLong();
  }
}
