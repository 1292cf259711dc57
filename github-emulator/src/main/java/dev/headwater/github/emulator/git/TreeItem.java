package dev.headwater.github.emulator.git;

import java.io.IOException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * One entry of a tree.
 *
 * @param path relative to the tree that was asked for
 * @param size of a file in bytes, else 0
 */
public record TreeItem(String path, FileMode mode, ObjectId id, long size) {

  static TreeItem of(TreeWalk walk) throws IOException {
    FileMode mode = walk.getFileMode(0);
    ObjectId id = walk.getObjectId(0);
    boolean blob = mode.getObjectType() == Constants.OBJ_BLOB;
    long size = blob ? walk.getObjectReader().getObjectSize(id, Constants.OBJ_BLOB) : 0;
    return new TreeItem(walk.getPathString(), mode, id, size);
  }

  /** Whether it is a directory. */
  public boolean isTree() {
    return FileMode.TREE.equals(mode);
  }

  /** {@code blob}, {@code tree} or {@code commit}. */
  public String type() {
    return Constants.typeString(mode.getObjectType());
  }

  /** Six digits, as Git writes them. */
  public String modeText() {
    return String.format("%06o", mode.getBits());
  }
}
