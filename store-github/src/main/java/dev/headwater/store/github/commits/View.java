package dev.headwater.store.github.commits;

import dev.headwater.store.ContentHash;
import dev.headwater.store.github.index.Adoption;
import dev.headwater.store.github.index.Index;
import dev.headwater.store.github.layout.IndexedEntry;
import dev.headwater.store.github.rest.GitCommit;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the branch at one of its commits. Immutable: who reads takes one view, and sees
 * all of a commit or none.
 *
 * @param commit the branch's newest commit that was read; empty if there is no such branch
 * @param tree that commit's tree; empty if there is none
 * @param lastOwn the newest commit that Headwater made; empty if it made none
 * @param base what that commit's index says
 * @param adoption what people changed since
 * @param index both together: what readers see
 * @param format whether the repository says which format it has
 * @param rewound why nothing is written at present: the branch was set back or away; {@code null}
 *     if all is well
 */
public record View(
    String commit,
    String tree,
    String lastOwn,
    Index base,
    Adoption adoption,
    Index index,
    Format format,
    @Nullable String rewound) {

  /** The incarnation of a repository that has none yet. */
  public static final String UNBORN = "0";

  /** Whether the repository says which format it has. */
  enum Format {
    STATED,
    /** The next commit states it. */
    MISSING
  }

  /** A branch that is not there, or has no commit. */
  static View ofNothing() {
    Index empty = Index.empty(UNBORN);
    return new View("", "", "", empty, Adoption.NONE, empty, Format.MISSING, null);
  }

  /** The branch at a commit that Headwater made. */
  static View own(String commit, String tree, Index index) {
    return new View(commit, tree, commit, index, Adoption.NONE, index, Format.STATED, null);
  }

  /** A branch that people made, before Headwater's first commit. */
  static View peoples(Index index, Format format) {
    return new View("", "", "", index, Adoption.NONE, index, format, null);
  }

  /** Whether there is such a branch. */
  boolean exists() {
    return !commit.isEmpty();
  }

  /** Whether people changed something that Headwater has not written down yet. */
  public boolean hasAdopted() {
    return !adoption.isEmpty();
  }

  /** Whether there is something to write into the index, though nobody writes entries. */
  public boolean isUnsettled() {
    return hasAdopted() || (base.sequence() > 0 && (!base.isWhole() || format == Format.MISSING));
  }

  /** The branch at a person's commit. */
  View adopted(GitCommit head, Adoption since) {
    Index seen = since.isEmpty() ? base : since.onto(base);
    return new View(head.id(), head.tree(), lastOwn, base, since, seen, format, null);
  }

  /** The same, where the next commit has to mend the index. */
  View mended(Index newBase, Format newFormat) {
    Index seen = adoption.isEmpty() ? newBase : adoption.onto(newBase);
    return new View(commit, tree, lastOwn, newBase, adoption, seen, newFormat, rewound);
  }

  /** The same, with the hash and size of a value that has been read. */
  View hashed(IndexedEntry entry, ContentHash hash, long size) {
    return new View(
        commit,
        tree,
        lastOwn,
        base.withHash(entry, hash, size),
        adoption.withHash(entry, hash, size),
        index.withHash(entry, hash, size),
        format,
        rewound);
  }

  /** The same, with why nothing is written at present. */
  View rewound(@Nullable String why) {
    return new View(commit, tree, lastOwn, base, adoption, index, format, why);
  }
}
