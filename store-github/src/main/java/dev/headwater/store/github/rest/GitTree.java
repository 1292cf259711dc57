package dev.headwater.store.github.rest;

import java.util.List;

/**
 * The entries of one directory.
 *
 * @param id the tree's id
 * @param items its entries, in Git's order
 * @param truncated whether GitHub left some out, since there are too many
 */
public record GitTree(String id, List<Item> items, boolean truncated) {

  public GitTree {
    items = List.copyOf(items);
  }

  /**
   * An entry of a directory.
   *
   * @param path its name in the directory
   * @param mode Git's mode: 100644, 100755, 040000, 120000 (symbolic link), 160000 (submodule)
   * @param type {@code blob}, {@code tree} or {@code commit}
   * @param id the id of that object
   * @param size the bytes of a blob; 0 for others
   */
  public record Item(String path, String mode, String type, String id, long size) {}
}
