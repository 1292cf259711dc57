package dev.headwater.store.github.rest;

import java.util.List;

/**
 * A commit.
 *
 * @param id its id
 * @param tree the id of its root tree
 * @param parents the ids of its parents, the first one first; empty for a root
 * @param message the whole message
 * @param authorName who made the change
 * @param authorEmail the author's address
 * @param committedAtMillis when it was committed, by the committer's clock, in whole seconds
 */
public record GitCommit(
    String id,
    String tree,
    List<String> parents,
    String message,
    String authorName,
    String authorEmail,
    long committedAtMillis) {

  public GitCommit {
    parents = List.copyOf(parents);
  }
}
