package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Precondition;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreException;
import dev.headwater.store.Write;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the authority to merge, and asks again where an answer was lost: a merge may be repeated.
 */
final class AuthorityWrites {

  private static final int MAX_ATTEMPTS = 3;

  private final InstantSource time;
  private final long deadlineMillis;

  /**
   * @param deadlineMillis after which time a lost answer is not asked for again
   */
  AuthorityWrites(InstantSource time, long deadlineMillis) {
    this.time = time;
    this.deadlineMillis = deadlineMillis;
  }

  /**
   * The outcomes of these writes.
   *
   * @throws OutcomeUnknownException if the answer was lost, or is no longer to be had
   */
  List<MergeOutcome> ask(List<Write> writes, Supplier<List<MergeOutcome>> call) {
    long end = time.millis() + deadlineMillis;
    OutcomeUnknownException lost = null;
    for (int attempt = 1; ; attempt++) {
      try {
        List<MergeOutcome> outcomes = call.get();
        return lost == null ? outcomes : repeated(writes, outcomes, lost);
      } catch (OutcomeUnknownException e) {
        lost = lost == null ? e : lost;
        if (attempt == MAX_ATTEMPTS || time.millis() >= end) {
          throw lost;
        }
      } catch (StoreException e) {
        throw lost == null ? e : lost; // this time nothing happened, the time before perhaps
      }
    }
  }

  /* What was held already was written by the attempt whose answer was lost. */
  private static List<MergeOutcome> repeated(
      List<Write> writes, List<MergeOutcome> outcomes, OutcomeUnknownException lost) {
    List<MergeOutcome> known = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      if (mayHaveBeenTaken(writes.get(i), outcomes.get(i))) {
        throw lost;
      }
      boolean repetition = outcomes.get(i) instanceof MergeOutcome.Unchanged;
      known.add(repetition ? MergeOutcome.written() : outcomes.get(i));
    }
    return known;
  }

  /* Taken, and overwritten since: a store that holds something newer can't tell. */
  private static boolean mayHaveBeenTaken(Write write, MergeOutcome outcome) {
    if (outcome instanceof MergeOutcome.Refused refused) {
      return isNewer(refused.held(), write.entry());
    }
    return outcome instanceof MergeOutcome.Superseded
        && write.precondition() != Precondition.none();
  }

  private static boolean isNewer(@Nullable Stamp held, Entry entry) {
    return held != null && held.isAfter(entry.stamp());
  }
}
