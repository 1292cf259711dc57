package dev.headwater.github.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program {@code git}, if it is on the PATH. */
public final class GitProgram {
  private static final long DEADLINE_SECONDS = 60;

  private GitProgram() {}

  static boolean isThere() {
    for (String directory :
        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, "git"))) {
        return true;
      }
    }
    return false;
  }

  /** Fails unless the repository is sound; without git it checks nothing. */
  public static void fsck(Path repository) {
    if (isThere()) {
      String told = run(repository, "fsck", "--full", "--strict");
      assertThat(told).doesNotContain("error", "missing", "broken", "warning");
    }
  }

  static void cloneInto(Path repository, Path directory) {
    run(repository, "clone", "--quiet", repository.toString(), directory.toString());
  }

  static String run(Path directory, String... arguments) {
    try {
      return running(directory, arguments);
    } catch (IOException e) {
      throw new AssertionError("git could not be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String running(Path directory, String... arguments)
      throws IOException, InterruptedException {
    Path told = Files.createTempFile("git", ".txt");
    List<String> command = new ArrayList<>(List.of("git", "-c", "safe.directory=*"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(told.toFile())
            .start();
    assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).as("git ended").isTrue();
    String output = Files.readString(told, UTF_8);
    Files.delete(told);
    assertThat(process.exitValue()).as("git %s: %s", List.of(arguments), output).isZero();
    return output;
  }
}
