package dev.headwater.cli.files;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.output.Quoting;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;

/**
 * All files of a directory and of those below it. One open directory per level is all it keeps.
 * Links to files inside are followed; what leads out, or is no file, is held back and not opened.
 */
public final class Directory implements SourceFiles {

  private final Path root;
  private final FileKeys keys;

  private Directory(Path root, FileKeys keys) {
    this.root = root;
    this.keys = keys;
  }

  /**
   * The directory at this path.
   *
   * @throws CommandException if there is none
   */
  public static Directory at(Path path, FileKeys keys) {
    try {
      Path root = path.toRealPath();
      if (!Files.isDirectory(root)) {
        throw new CommandException(ExitCode.USAGE, "'%s' is not a directory".formatted(path));
      }
      return new Directory(root, keys);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  @Override
  public void visit(FileVisitor visitor) {
    visit(root, "", visitor);
  }

  private void visit(Path directory, String name, FileVisitor visitor) {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        visitChild(child, name, visitor);
      }
    } catch (DirectoryIteratorException e) {
      throw unreadable(directory, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  private void visitChild(Path child, String parent, FileVisitor visitor) {
    String name;
    try {
      name = parent + FileNames.text(child);
    } catch (CharacterCodingException e) {
      visitor.heldBack(
          new HeldBack(parent + child.getFileName(), "its name is not UTF-8; rename it"));
      return;
    }
    if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
      visit(child, name + "/", visitor);
    } else {
      keys.visit(root, child, name, visitor);
    }
  }

  static CommandException unreadable(Path path, IOException e) {
    return new CommandException(
        ExitCode.USAGE,
        "%s can't be read: %s".formatted(Quoting.quoted(path.toString()), Reasons.of(e)),
        e);
  }
}
