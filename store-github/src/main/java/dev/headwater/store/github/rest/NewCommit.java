package dev.headwater.store.github.rest;

import java.util.List;

/**
 * A commit to be stored. Its author and time are the credential's and GitHub's.
 *
 * @param tree the id of its root tree
 * @param parents the ids of its parents; empty for a root
 * @param message the whole message
 */
public record NewCommit(String tree, List<String> parents, String message) {

  public NewCommit {
    parents = List.copyOf(parents);
  }
}
