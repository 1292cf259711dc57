package dev.headwater.github.emulator.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * The entries of a tree in Git's order.
 *
 * @param truncated there are more, but that many were asked for
 */
public record TreeListing(List<TreeItem> items, boolean truncated) {

  /** How deep a listing goes. */
  public enum Depth {
    /** The entries of the tree itself. */
    DIRECT,
    /** Those of its directories, too, each after its directory. */
    RECURSIVE
  }

  public static TreeListing of(BareRepository repository, ObjectId tree, Depth depth, int limit)
      throws IOException {
    List<TreeItem> items = new ArrayList<>();
    try (TreeWalk walk = new TreeWalk(repository.jgit())) {
      walk.addTree(tree);
      while (walk.next()) {
        if (items.size() == limit) {
          return new TreeListing(List.copyOf(items), true);
        }
        items.add(TreeItem.of(walk));
        if (walk.isSubtree() && depth == Depth.RECURSIVE) {
          walk.enterSubtree();
        }
      }
    }
    return new TreeListing(List.copyOf(items), false);
  }
}
