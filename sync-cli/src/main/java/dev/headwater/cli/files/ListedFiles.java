package dev.headwater.cli.files;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * Files of a directory that a list names; those of them that are no regular files are left out.
 *
 * @param root the directory's real path
 * @param names their paths below it, with {@code /} between names
 * @param keys which keys they become
 */
public record ListedFiles(Path root, List<String> names, FileKeys keys) implements SourceFiles {

  public ListedFiles {
    names = List.copyOf(names);
  }

  @Override
  public void visit(FileVisitor visitor) {
    for (String name : names) {
      Path path = root;
      for (String part : name.split("/", -1)) {
        path = FileNames.child(path, part);
      }
      if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        keys.visit(root, path, name, visitor);
      }
    }
  }
}
