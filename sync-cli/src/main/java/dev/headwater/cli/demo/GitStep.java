package dev.headwater.cli.demo;

import static dev.headwater.cli.demo.CheckFailedException.require;

import dev.headwater.cli.files.SourceFile;
import dev.headwater.cli.output.Amounts;
import dev.headwater.cli.output.Quoting;
import dev.headwater.store.Key;
import dev.headwater.store.github.layout.RepositoryPaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Looks at the repository without Headwater: with Git where it can, else as GitHub shows it. */
final class GitStep implements Step {

  private static final int FEW = 10; // files that are asked for one by one
  private static final int COMMITS = 2;
  private static final int COLUMNS = 60;

  @Override
  public String title() {
    return "look at it without headwater";
  }

  @Override
  public Outcome run(Stage stage) {
    DemoGithub github = stage.servers().github();
    Optional<Path> clone = github.directory().flatMap(GitStep::cloned);
    try {
      return clone.isPresent() ? inClone(stage, clone.get()) : onGithub(stage, github);
    } finally {
      clone.ifPresent(TemporaryFiles::delete);
    }
  }

  private static Optional<Path> cloned(Path repository) {
    try {
      Path clone = Files.createTempDirectory("headwater-demo-clone");
      boolean done =
          GitProgram.lines(clone, "clone", "--quiet", repository.toString(), ".").isPresent();
      if (!done) {
        TemporaryFiles.delete(clone);
      }
      return done ? Optional.of(clone) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("there is no room for a clone", e);
    }
  }

  private static Outcome inClone(Stage stage, Path clone) {
    List<SourceFile> files = stage.files().files();
    requireAll(files, path -> read(clone.resolve(path)));
    List<String> details = new ArrayList<>();
    details.add(
        "git clone: all %s there, byte for byte"
            .formatted(Amounts.count(files.size(), "file is", "files are")));
    details.add("$ git log --oneline");
    GitProgram.lines(clone, "log", "--format=%h %an: %s", "-" + COMMITS)
        .ifPresent(lines -> lines.forEach(line -> details.add("  " + Quoting.line(line))));
    Shown shown = Shown.of(files, path -> read(clone.resolve(path)));
    details.add("$ git show main:%s".formatted(Quoting.name(shown.path())));
    details.add("  " + shown.line());
    return outcome(files.size(), details);
  }

  private static Outcome onGithub(Stage stage, DemoGithub github) {
    List<SourceFile> files = stage.files().files();
    List<SourceFile> few = files.subList(0, Math.min(FEW, files.size()));
    requireAll(few, github::file);
    Shown shown = Shown.of(few, github::file);
    return outcome(
        few.size(),
        List.of(
            "newest commit: " + Quoting.line(github.newestCommit()),
            "%s: %s".formatted(Quoting.name(shown.path()), shown.line())));
  }

  private static Outcome outcome(int files, List<String> details) {
    return Outcome.passed(
        Layers.GITHUB,
        Amounts.count(files, "file equal", "files equal"),
        details.toArray(String[]::new));
  }

  private static void requireAll(
      List<SourceFile> files, Function<String, Optional<byte[]>> repository) {
    for (SourceFile file : files) {
      Optional<byte[]> found =
          paths(file.key()).flatMap(path -> repository.apply(path).stream()).findFirst();
      require(
          found.isPresent() && Arrays.equals(found.get(), bytes(file.path())),
          "the repository does not hold '%s' as the file is",
          file.key());
    }
  }

  /* The second and third are taken where another key's file has the first. */
  private static Stream<String> paths(Key key) {
    return Stream.of(
        RepositoryPaths.natural(key), RepositoryPaths.alternate(key), RepositoryPaths.hashed(key));
  }

  private static Optional<byte[]> read(Path path) {
    return Files.isRegularFile(path) ? Optional.of(bytes(path)) : Optional.empty();
  }

  private static byte[] bytes(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The beginning of a file that people would look at first. */
  private record Shown(String path, String line) {
    static Shown of(List<SourceFile> files, Function<String, Optional<byte[]>> repository) {
      List<String> paths = files.stream().map(file -> RepositoryPaths.natural(file.key())).toList();
      String path = paths.contains("README.md") ? "README.md" : paths.get(0);
      String text = new String(repository.apply(path).orElse(new byte[0]), StandardCharsets.UTF_8);
      String line = Quoting.line(text.lines().findFirst().orElse(""));
      return new Shown(path, line.length() > COLUMNS ? line.substring(0, COLUMNS) + "…" : line);
    }
  }
}
