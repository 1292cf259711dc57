package dev.headwater.store.etcd;

import dev.headwater.store.Entry;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Write;
import org.jspecify.annotations.Nullable;

/** What a write comes to, given what is held. Pure. */
final class Decision {

  private Decision() {}

  /**
   * The outcome of the write. It has to be carried out if it {@link MergeOutcome#wrote()}, which is
   * then still to be made true.
   */
  static MergeOutcome of(Write write, @Nullable Entry held, long nowMillis) {
    if (held != null && held.equals(write.entry())) {
      return MergeOutcome.unchanged(); // a repetition, whatever its precondition
    }
    if (!write.precondition().holds(held, nowMillis)) {
      return new MergeOutcome.Refused(held == null ? null : held.stamp());
    }
    return held == null ? MergeOutcome.written() : EntryOrder.merge(write.entry(), held);
  }
}
