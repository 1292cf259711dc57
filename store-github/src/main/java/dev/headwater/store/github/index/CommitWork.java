package dev.headwater.store.github.index;

import dev.headwater.store.Batch;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Purge;
import java.util.List;

/** What one caller wants of a commit. */
public sealed interface CommitWork {

  /** About how many keys it changes. */
  int size();

  /** How many bytes of values it writes. */
  long bytes();

  /** Writes to merge. */
  record Merging(Batch batch) implements CommitWork {
    @Override
    public int size() {
      return batch.writes().size();
    }

    @Override
    public long bytes() {
      return batch.writes().stream().mapToLong(write -> write.entry().valueBytes()).sum();
    }
  }

  /** Keys to forget. */
  record Forgetting(List<Purge> purges) implements CommitWork {
    public Forgetting {
      purges = List.copyOf(purges);
    }

    @Override
    public int size() {
      return purges.size();
    }

    @Override
    public long bytes() {
      return 0;
    }
  }

  /** What it comes to, if the commit is made. */
  sealed interface Outcome {

    /** The outcomes of the writes, in their order. */
    record Merged(List<MergeOutcome> outcomes) implements Outcome {
      public Merged {
        outcomes = List.copyOf(outcomes);
      }
    }

    /** How many keys were forgotten. */
    record Forgot(int count) implements Outcome {}

    /** An atomic batch has a key of which no record is held; nothing of it is written. */
    record Failed(CorruptEntryException error) implements Outcome {}
  }
}
