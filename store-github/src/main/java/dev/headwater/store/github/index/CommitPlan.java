package dev.headwater.store.github.index;

import dev.headwater.store.Key;
import dev.headwater.store.Write;
import dev.headwater.store.github.layout.CommitText;
import dev.headwater.store.github.layout.RepositoryFile;
import dev.headwater.store.github.layout.Trailers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A commit: what it does to the files, what it is called, and what is known after it. Pure; where
 * another commit was faster, a new plan is made of the same works.
 */
public final class CommitPlan {

  private final Index next;
  private final List<CommitWork.Outcome> outcomes;
  private final List<FileChange> files;
  private final List<CommitText.Line> lines;
  private final boolean removesSegments;
  private final boolean mends;

  CommitPlan(
      Index next,
      List<CommitWork.Outcome> outcomes,
      List<FileChange> files,
      List<CommitText.Line> lines,
      boolean removesSegments,
      boolean mends) {
    this.next = next;
    this.outcomes = List.copyOf(outcomes);
    this.files = List.copyOf(files);
    this.lines = List.copyOf(lines);
    this.removesSegments = removesSegments;
    this.mends = mends;
  }

  /**
   * What a plan has to know beside the index.
   *
   * @param store the store's name, for errors
   * @param nowMillis the time, for what has expired
   * @param extra files that the commit adds, such as those of the format
   */
  public record Context(String store, long nowMillis, List<RepositoryFile> extra) {
    public Context {
      extra = List.copyOf(extra);
    }
  }

  /**
   * The plan of the next commit. Works are decided in order, each on what those before it leave.
   *
   * @param base the index at Headwater's last commit
   * @param adoption what people committed since
   * @throws IllegalStateException if {@link #needsHash} was not heeded
   */
  public static CommitPlan of(
      Index base, Adoption adoption, List<CommitWork> works, Context context) {
    Planning planning = new Planning(base, adoption, context);
    List<CommitWork.Outcome> outcomes = works.stream().map(planning::decide).toList();
    return planning.plan(outcomes);
  }

  /**
   * The keys whose values must be read, and their hashes be told to the index, before a plan can be
   * made: a person committed them, and something else comes with the same stamp.
   *
   * @param view the index with what was adopted
   */
  public static Set<Key> needsHash(Index view, List<CommitWork> works) {
    Set<Key> keys = new LinkedHashSet<>();
    for (CommitWork work : works) {
      if (work instanceof CommitWork.Merging merging) {
        for (Write write : merging.batch().writes()) {
          if (IndexOrder.isUndecided(write.entry(), view.find(write.key()))) {
            keys.add(write.key());
          }
        }
      }
    }
    return keys;
  }

  /** What each work comes to, if the commit is made, or {@linkplain #isEmpty none is needed}. */
  public List<CommitWork.Outcome> outcomes() {
    return outcomes;
  }

  /**
   * Whether there is nothing to tell: no work writes anything, nothing was adopted, and the index
   * is as it should be.
   */
  public boolean isEmpty() {
    return lines.isEmpty() && !mends;
  }

  /** What happens to the files, by path. */
  public List<FileChange> files() {
    return files;
  }

  /** Whether it deletes files of the index, which must be there. */
  public boolean removesSegments() {
    return removesSegments;
  }

  /** The commit's number. */
  public long sequence() {
    return next.sequence();
  }

  /**
   * The commit's message.
   *
   * @param batch an id made for this attempt
   * @param node the id of the node that makes it
   * @param parent the id of the commit that it is made on; {@code null} for the first of all
   */
  public String message(String batch, String node, @Nullable String parent) {
    return CommitText.of(lines, new Trailers(next.sequence(), batch, node, parent, null));
  }

  /** The index after the commit. */
  public Index next() {
    return next;
  }
}
