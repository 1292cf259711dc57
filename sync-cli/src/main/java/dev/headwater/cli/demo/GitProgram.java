package dev.headwater.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Git, if it is installed. */
final class GitProgram {

  private GitProgram() {}

  /** What it prints, in lines; empty if it is missing or fails. */
  static Optional<List<String>> lines(Path directory, String... arguments) {
    return output(directory, arguments).map(text -> text.lines().toList());
  }

  /** What it prints; empty if it is missing or fails. */
  static Optional<String> output(Path directory, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of("git", "-c", "safe.directory=*", "-C", directory.toString(), "--no-pager"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(text) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // there is no Git
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
