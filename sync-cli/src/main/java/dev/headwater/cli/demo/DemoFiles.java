package dev.headwater.cli.demo;

import dev.headwater.cli.files.Directory;
import dev.headwater.cli.files.FileKeys;
import dev.headwater.cli.files.FileVisitor;
import dev.headwater.cli.files.HeldBack;
import dev.headwater.cli.files.ListedFiles;
import dev.headwater.cli.files.SourceFile;
import dev.headwater.cli.files.SourceFiles;
import dev.headwater.cli.output.Amounts;
import dev.headwater.filter.KeyFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files that the demonstration works with: real ones, but not more than fit into its minute.
 *
 * @param files the files
 * @param bytes how many bytes they have
 * @param description which they are
 */
record DemoFiles(List<SourceFile> files, long bytes, String description) implements SourceFiles {

  private static final int MAX_FILES = 2_000;
  private static final long MAX_BYTES = 32 << 20;
  private static final String[] NOT_BY_HAND = {
    ".git/**", "**/.git/**", "target/**", "**/target/**"
  };

  /** Those that Git knows, where it knows any; else those of the directory. */
  static DemoFiles of(Path directory, long maxValueBytes) {
    Optional<List<String>> tracked = TrackedFiles.of(directory);
    String kind = tracked.isPresent() ? "tracked by Git in" : "of";
    Choice choice = new Choice(maxValueBytes);
    source(directory, tracked).visit(choice);
    String left =
        choice.left == 0
            ? ""
            : "; left out: " + Amounts.count(choice.left, "file", "files") + ", long or too many";
    return new DemoFiles(
        List.copyOf(choice.files),
        choice.bytes,
        "%s %s %s, %s%s"
            .formatted(
                Amounts.count(choice.files.size(), "file", "files"),
                kind,
                directory,
                Amounts.bytes(choice.bytes),
                left));
  }

  private static SourceFiles source(Path directory, Optional<List<String>> tracked) {
    if (tracked.isEmpty()) {
      return Directory.at(directory, new FileKeys("", KeyFilter.all().exclude(NOT_BY_HAND)));
    }
    try {
      FileKeys keys = new FileKeys("", KeyFilter.all());
      return new ListedFiles(directory.toRealPath(), tracked.get(), keys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void visit(FileVisitor visitor) {
    files.forEach(visitor::file);
  }

  private static final class Choice implements FileVisitor {
    private final long maxValueBytes;
    private final List<SourceFile> files = new ArrayList<>();
    private long bytes;
    private long left;

    Choice(long maxValueBytes) {
      this.maxValueBytes = maxValueBytes;
    }

    @Override
    public void file(SourceFile file) {
      boolean fits = file.size() <= maxValueBytes && bytes + file.size() <= MAX_BYTES;
      if (fits && files.size() < MAX_FILES) {
        files.add(file);
        bytes += file.size();
      } else {
        left++;
      }
    }

    @Override
    public void heldBack(HeldBack held) {
      left++;
    }
  }
}
