package dev.headwater.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Programs of the machine: where they are, and running one to its end. */
final class Programs {
  private static final Pattern SEPARATOR = Pattern.compile(File.pathSeparator, Pattern.LITERAL);

  private Programs() {}

  /** The first executable file of that name in the directories of {@code PATH}. */
  static Optional<Path> find(String name, Map<String, String> environment) {
    return SEPARATOR
        .splitAsStream(environment.getOrDefault("PATH", ""))
        .filter(directory -> !directory.isEmpty())
        .flatMap(directory -> inDirectory(directory, name).stream())
        .findFirst();
  }

  private static Optional<Path> inDirectory(String directory, String name) {
    try {
      Path file = Path.of(directory, name);
      return Files.isRegularFile(file) && Files.isExecutable(file)
          ? Optional.of(file.toAbsolutePath())
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Runs a program to its end and returns what it printed; fails if its status is not zero. */
  static String run(Duration deadline, Map<String, String> extraEnvironment, List<String> command) {
    Path output = null;
    try {
      output = Files.createTempFile("headwater-output", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(extraEnvironment);
      return outcome(builder.start(), deadline, command, output);
    } catch (IOException e) {
      throw new ServerFailedException("Could not run " + command.get(0), e);
    } finally {
      deleteQuietly(output);
    }
  }

  static String run(Duration deadline, String... command) {
    return run(deadline, Map.of(), List.of(command));
  }

  private static String outcome(
      Process process, Duration deadline, List<String> command, Path output) throws IOException {
    try {
      process.getOutputStream().close();
      boolean ended = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
      String printed = Files.readString(output, StandardCharsets.ISO_8859_1);
      if (ended && process.exitValue() == 0) {
        return printed;
      }
      String how = ended ? "status " + process.exitValue() : "no end within " + deadline;
      throw new ServerFailedException(String.join(" ", command) + ": " + how + "\n" + printed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerFailedException("Interrupted while running " + command.get(0), e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void deleteQuietly(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
