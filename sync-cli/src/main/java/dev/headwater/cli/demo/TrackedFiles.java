package dev.headwater.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Asks Git which files of a directory it keeps. */
final class TrackedFiles {

  private TrackedFiles() {}

  /** Their paths below the directory; empty if Git is missing or keeps none there. */
  static Optional<List<String>> of(Path directory) {
    ProcessBuilder git =
        new ProcessBuilder(
                "git", "-c", "safe.directory=*", "-C", directory.toString(), "ls-files", "-z")
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = git.start();
      process.getOutputStream().close();
      byte[] names = process.getInputStream().readAllBytes();
      return process.waitFor() == 0 && names.length > 0
          ? Optional.of(Arrays.asList(new String(names, StandardCharsets.UTF_8).split("\0", 0)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // there is no Git
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
