package dev.headwater.store.github.index;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.Write;
import java.util.Arrays;
import java.util.List;

/** Plans, in few words. */
final class Plans {

  static final CommitPlan.Context CONTEXT = new CommitPlan.Context("github(test)", 0, List.of());

  private Plans() {}

  static CommitPlan of(Index index, CommitWork... works) {
    return CommitPlan.of(index, Adoption.NONE, List.of(works), CONTEXT);
  }

  static CommitPlan of(Index index, Entry... entries) {
    return of(index, each(entries));
  }

  static CommitWork each(Entry... entries) {
    return new CommitWork.Merging(Batch.of(List.of(entries)));
  }

  static CommitWork each(Write... writes) {
    return new CommitWork.Merging(new Batch(List.of(writes), Batch.Atomicity.EACH));
  }

  static CommitWork together(Write... writes) {
    return new CommitWork.Merging(new Batch(Arrays.asList(writes), Batch.Atomicity.ALL));
  }
}
