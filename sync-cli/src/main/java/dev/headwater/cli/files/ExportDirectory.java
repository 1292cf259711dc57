package dev.headwater.cli.files;

import dev.headwater.cli.files.ExportPath.NoPathException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A directory that files are exported to, and that nothing leaves: no symbolic link in it is
 * followed or replaced. A file appears under its name when it is complete, or not at all.
 */
final class ExportDirectory {

  private static final String TEMPORARY_PREFIX = ".headwater-";

  private final Path root;
  private final RandomGenerator random = RandomGenerator.getDefault();

  private ExportDirectory(Path root) {
    this.root = root;
  }

  /** What became of a file. */
  enum Outcome {
    WRITTEN,
    /** It had these bytes already. */
    UNCHANGED
  }

  /** The directory at this path, which is made if it is missing. */
  static ExportDirectory at(Path path) throws IOException {
    Files.createDirectories(path);
    return new ExportDirectory(path.toRealPath());
  }

  /**
   * Gives the file these bytes.
   *
   * @throws NoPathException if something stands in the way
   */
  Outcome write(ExportPath path, byte[] bytes) throws IOException, NoPathException {
    Path directory = root;
    for (String name : path.directories()) {
      directory = entered(directory, name);
    }
    Path file = FileNames.child(directory, path.fileName());
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      requireOwnFile(file, path.fileName());
      if (holds(file, bytes)) {
        return Outcome.UNCHANGED;
      }
    }
    replace(directory, file, bytes);
    return Outcome.WRITTEN;
  }

  private static Path entered(Path parent, String name) throws IOException, NoPathException {
    Path directory = FileNames.child(parent, name);
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw new NoPathException(
            "'%s' is a file or a link, and so can't be a directory".formatted(name));
      }
      requireSameName(directory, name);
    }
    return directory;
  }

  private static void requireOwnFile(Path file, String name) throws IOException, NoPathException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isDirectory()) {
      throw new NoPathException("a directory has its name");
    }
    if (!attributes.isRegularFile()) {
      throw new NoPathException("a link or device has its name");
    }
    requireSameName(file, name);
  }

  /* Where 'a' and 'A' are one file, the second of two such keys must not replace the first. */
  private static void requireSameName(Path path, String name) throws IOException, NoPathException {
    Path real = path.toRealPath(LinkOption.NOFOLLOW_LINKS);
    if (!FileNames.text(real).equals(name)) {
      throw new NoPathException(
          "this file system does not tell it from '%s'".formatted(real.getFileName()));
    }
  }

  private static boolean holds(Path file, byte[] bytes) throws IOException {
    if (Files.size(file) != bytes.length) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return Arrays.equals(in.readNBytes(bytes.length + 1), bytes);
    }
  }

  private void replace(Path directory, Path file, byte[] bytes) throws IOException {
    String name = "%s%016x.tmp".formatted(TEMPORARY_PREFIX, random.nextLong());
    Path temporary = directory.resolve(name);
    try {
      try (OutputStream out = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW)) {
        out.write(bytes);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
