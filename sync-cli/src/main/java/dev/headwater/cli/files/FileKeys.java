package dev.headwater.cli.files;

import dev.headwater.filter.KeyFilter;
import dev.headwater.store.Key;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Which files become values, and under which keys.
 *
 * @param prefix what stands before a file's path in its key
 * @param filter which of the keys are wanted; the others are not looked at
 */
public record FileKeys(String prefix, KeyFilter filter) {

  /** Shows the visitor what stands at a path that is no directory. */
  void visit(Path root, Path path, String name, FileVisitor visitor) {
    Key key;
    try {
      key = Key.of(prefix + name);
    } catch (IllegalArgumentException e) {
      visitor.heldBack(new HeldBack(name, String.valueOf(e.getMessage())));
      return;
    }
    if (!filter.admits(key)) {
      return;
    }
    try {
      Path file = Files.isSymbolicLink(path) ? path.toRealPath() : path;
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!file.startsWith(root)) {
        visitor.heldBack(new HeldBack(name, "it is a link that leads out of the directory"));
      } else if (!attributes.isRegularFile()) {
        visitor.heldBack(new HeldBack(name, "it is no regular file"));
      } else if (!Files.isReadable(file)) {
        throw new AccessDeniedException(file.toString());
      } else {
        visitor.file(new SourceFile(key, file, attributes.size()));
      }
    } catch (NoSuchFileException e) {
      visitor.heldBack(new HeldBack(name, "it leads nowhere, or is gone meanwhile"));
    } catch (IOException e) {
      throw Directory.unreadable(path, e);
    }
  }
}
