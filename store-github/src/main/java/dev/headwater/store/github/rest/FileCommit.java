package dev.headwater.store.github.rest;

import java.util.List;
import java.util.Map;

/**
 * A commit of whole files, made and put onto the branch by one request.
 *
 * @param expected the commit at which the branch has to be
 * @param message the whole message: a line, an empty one, and the rest
 * @param additions the files that are set, by their paths
 * @param deletions the paths of the files that go, which must be there
 */
public record FileCommit(
    String expected, String message, Map<String, byte[]> additions, List<String> deletions) {

  public FileCommit {
    additions = Map.copyOf(additions);
    deletions = List.copyOf(deletions);
  }

  /**
   * The commit that was made.
   *
   * @param id its id
   * @param tree its tree's id
   */
  public record Made(String id, String tree) {}
}
