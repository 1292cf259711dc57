package dev.headwater.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A clone of a repository, made by the program {@code git} as a person would make it. */
public final class GitClone {

  private final Path directory;

  private GitClone(Path directory) {
    this.directory = directory;
  }

  /** Clones a repository into a directory that does not exist yet. */
  public static GitClone of(Path repository, Path directory) {
    run("clone", "--quiet", repository.toString(), directory.toString());
    return new GitClone(directory);
  }

  /** Fails unless everything in the repository is sound. */
  public static void check(Path repository) {
    assertThat(run("-C", repository.toString(), "fsck", "--full", "--strict"))
        .doesNotContain("error", "missing", "broken", "warning");
  }

  String file(String path) {
    return new String(bytes(path), UTF_8);
  }

  public byte[] bytes(String path) {
    try {
      return Files.readAllBytes(directory.resolve(path));
    } catch (IOException e) {
      throw new AssertionError("the clone has no " + path, e);
    }
  }

  /** The paths of all files that are not Git's or Headwater's own. */
  public List<String> files() {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile)
          .map(path -> directory.relativize(path).toString())
          .filter(path -> !path.startsWith(".git/") && !path.startsWith(".headwater/"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String run(String... arguments) {
    try {
      Path output = Files.createTempFile("git", ".txt");
      List<String> command =
          Stream.concat(Stream.of("git", "-c", "safe.directory=*"), Stream.of(arguments)).toList();
      Process git =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      assertThat(git.waitFor(60, TimeUnit.SECONDS)).as("git ended").isTrue();
      String told = Files.readString(output, UTF_8);
      Files.delete(output);
      assertThat(git.exitValue()).as("%s: %s", command, told).isZero();
      return told;
    } catch (IOException e) {
      throw new AssertionError("git could not be run; is it installed?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
