package dev.headwater.store.github.index;

/**
 * A file of a commit's tree.
 *
 * @param blob the id of its content
 * @param size its size in bytes, or -1 if that is not known
 * @param kind what it is
 */
public record FoundFile(String blob, long size, Kind kind) {

  /** What a tree has at a path. */
  public enum Kind {
    FILE,
    LINK,
    MODULE
  }
}
