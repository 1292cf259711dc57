package dev.headwater.store.github.commits;

import dev.headwater.store.EncodedValue;
import dev.headwater.store.Write;
import dev.headwater.store.github.index.CommitWork;
import java.util.List;

/**
 * How much works ask of a commit. Pure.
 *
 * @param entries how many keys they change
 * @param blobs how many of their values are no text, or too long for a tree
 * @param bytes how much they write
 */
public record Load(int entries, int blobs, long bytes) {

  static final Load NOTHING = new Load(0, 0, 0);

  /** What fits into one request of whole files beside the index, which grows now and then. */
  private static final int MOST_ENTRIES = 90;

  private static final long MOST_BYTES = 6L << 20;

  /** The requests of any commit: tree, commit, branch. */
  private static final int REQUESTS = 3;

  static Load of(CommitWork work) {
    return work instanceof CommitWork.Merging merging
        ? of(merging.batch().writes())
        : new Load(work.size(), 0, work.bytes());
  }

  /** Of these writes. */
  public static Load of(List<Write> writes) {
    Load load = NOTHING;
    for (Write write : writes) {
      load = load.plus(of(write));
    }
    return load;
  }

  /** Of one write. */
  public static Load of(Write write) {
    EncodedValue value = write.entry().value();
    return value == null
        ? new Load(1, 0, 0)
        : new Load(1, Uploads.isText(value.sharedBytes()) ? 0 : 1, value.size());
  }

  /** Both together. */
  public Load plus(Load other) {
    return new Load(entries + other.entries, blobs + other.blobs, bytes + other.bytes);
  }

  /** Whether a commit of it is cheap: it has text only, or is one request. */
  public boolean isCheap() {
    return blobs == 0 || (entries <= MOST_ENTRIES && bytes <= MOST_BYTES);
  }

  /** About how many requests a commit of it takes. */
  int requests() {
    int trees =
        (int) Math.max(entries / Uploads.MAX_CHUNK_ENTRIES, bytes / Uploads.MAX_CHUNK_BYTES);
    return isCheap() && blobs > 0 ? REQUESTS : REQUESTS + blobs + trees;
  }
}
