package dev.headwater.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Removes what the demonstration wrote. */
final class TemporaryFiles {

  // Git's library still measures the file system for a moment, and requests end after their server.
  private static final int TRIES = 100;
  private static final long PAUSE_MILLIS = 50;

  private TemporaryFiles() {}

  /** Deletes the directory with all that is in it. */
  static void delete(Path directory) {
    for (int i = 1; Files.exists(directory); i++) {
      try {
        for (Path path : deepestFirst(directory)) {
          Files.deleteIfExists(path);
        }
      } catch (DirectoryNotEmptyException | UncheckedIOException e) {
        if (i == TRIES) {
          throw new UncheckedIOException(directory + " can't be deleted", new IOException(e));
        }
        pause();
      } catch (IOException e) {
        throw new UncheckedIOException(directory + " can't be deleted", e);
      }
    }
  }

  private static void pause() {
    new CompletableFuture<Void>()
        .completeOnTimeout(null, PAUSE_MILLIS, TimeUnit.MILLISECONDS)
        .join();
  }

  private static List<Path> deepestFirst(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
