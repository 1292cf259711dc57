package dev.headwater.cli.demo;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Asks Git which files of a directory it keeps. */
final class TrackedFiles {

  private TrackedFiles() {}

  /** Their paths below the directory; empty if Git is missing or keeps none there. */
  static Optional<List<String>> of(Path directory) {
    return GitProgram.output(directory, "ls-files", "-z")
        .filter(names -> !names.isEmpty())
        .map(names -> Arrays.asList(names.split("\0", 0)));
  }
}
