package dev.headwater.testkit;

import dev.headwater.store.Batch;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import java.util.List;

/** A chain whose outcomes do not say which layers are behind: the contract knows no layers. */
public final class OutcomesAlone extends ForwardingStore {

  public OutcomesAlone(Store chain) {
    super(chain);
  }

  @Override
  public MergeOutcome merge(Write write) {
    return alone(delegate().merge(write));
  }

  @Override
  public List<MergeOutcome> mergeAll(Batch batch) {
    return delegate().mergeAll(batch).stream().map(OutcomesAlone::alone).toList();
  }

  private static MergeOutcome alone(MergeOutcome outcome) {
    return outcome instanceof MergeOutcome.Written ? MergeOutcome.written() : outcome;
  }
}
