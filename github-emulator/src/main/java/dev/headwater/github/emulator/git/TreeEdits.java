package dev.headwater.github.emulator.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Changes to a tree, by path. Of two changes of one path the later wins, and what is put wins over
 * what is deleted where a file takes a directory's place, or a directory a file's.
 *
 * <p>Names are kept as their bytes, one {@code char} each, because a tree may hold names that are
 * no UTF-8, and because that is how Git orders them.
 */
public final class TreeEdits {

  /** What a path is to hold. */
  record Leaf(FileMode mode, ObjectId id) {}

  private final Map<String, TreeEdits> directories = new TreeMap<>();
  private final Map<String, Optional<Leaf>> leaves = new TreeMap<>();

  /** The path shall hold that object. */
  public TreeEdits put(String path, FileMode mode, ObjectId id) {
    set(bytes(path), Optional.of(new Leaf(mode, id)));
    return this;
  }

  /** The path shall be gone. */
  public TreeEdits delete(String path) {
    set(bytes(path), Optional.empty());
    return this;
  }

  private static String bytes(String path) {
    return new String(path.getBytes(UTF_8), ISO_8859_1);
  }

  private void set(String path, Optional<Leaf> leaf) {
    int slash = path.indexOf('/');
    if (slash < 0) {
      setHere(path, leaf);
    } else {
      setBelow(path.substring(0, slash), path.substring(slash + 1), leaf);
    }
  }

  private void setHere(String name, Optional<Leaf> leaf) {
    if (leaf.isPresent()) {
      directories.remove(name);
    } else if (directories.containsKey(name)) {
      return;
    }
    leaves.put(name, leaf);
  }

  private void setBelow(String name, String rest, Optional<Leaf> leaf) {
    if (leaf.isPresent()) {
      leaves.remove(name);
    } else if (leaves.containsKey(name)) {
      return;
    }
    directories.computeIfAbsent(name, any -> new TreeEdits()).set(rest, leaf);
  }

  Map<String, TreeEdits> directories() {
    return directories;
  }

  Map<String, Optional<Leaf>> leaves() {
    return leaves;
  }
}
