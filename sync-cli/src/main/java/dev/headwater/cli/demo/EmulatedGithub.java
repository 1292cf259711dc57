package dev.headwater.cli.demo;

import dev.headwater.github.emulator.GithubEmulator;
import dev.headwater.github.emulator.PersonCommits;
import dev.headwater.github.emulator.PersonCommits.LoggedCommit;
import dev.headwater.store.github.rest.GithubCredentials;
import dev.headwater.store.spi.StoreEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An emulator in this process, over a repository that goes with it. */
final class EmulatedGithub implements DemoGithub {

  private static final String EAGER = "?poll=500ms&commit-interval=200ms"; // it has no limits

  private final Path parent;
  private final GithubEmulator emulator;
  private final PersonCommits ada;

  private EmulatedGithub(Path parent, GithubEmulator emulator) {
    this.parent = parent;
    this.emulator = emulator;
    this.ada = emulator.person("Ada Lovelace", "ada@example.org");
  }

  static EmulatedGithub start(StoreEnvironment environment) {
    Path parent = created();
    try {
      return new EmulatedGithub(
          parent,
          GithubEmulator.over(parent.resolve("data.git")).clock(environment.time()).start());
    } catch (RuntimeException e) {
      TemporaryFiles.delete(parent);
      throw e;
    }
  }

  private static Path created() {
    try {
      return Files.createTempDirectory("headwater-demo");
    } catch (IOException e) {
      throw new UncheckedIOException("the emulator's repository can't be kept", e);
    }
  }

  @Override
  public String uri() {
    return "github://%s/%s%s"
        .formatted(emulator.endpoint().getAuthority(), emulator.repository(), EAGER);
  }

  @Override
  public String description() {
    return "GitHub emulator in this process at " + emulator.endpoint();
  }

  @Override
  public StoreEnvironment with(StoreEnvironment environment) {
    Map<String, String> variables = new HashMap<>(environment.variables());
    variables.put(GithubCredentials.TOKEN_VARIABLE, emulator.token());
    return new StoreEnvironment(environment.time(), variables);
  }

  @Override
  public boolean isEmulated() {
    return true;
  }

  @Override
  public Optional<Path> directory() {
    return Optional.of(parent.resolve("data.git"));
  }

  @Override
  public Optional<byte[]> file(String path) {
    return ada.file(path);
  }

  @Override
  public long commits() {
    return ada.history().stream()
        .filter(commit -> commit.message().contains("Headwater-Sequence: "))
        .count();
  }

  @Override
  public String newestCommit() {
    LoggedCommit newest = ada.history().get(0);
    return "%s: %s"
        .formatted(
            newest.author().replaceFirst(" <.*", ""),
            newest.message().lines().findFirst().orElse(""));
  }

  @Override
  public String edit(String path, String text, String message) {
    ada.edit().write(path, text).message(message).commit();
    return "Ada Lovelace";
  }

  @Override
  public Optional<String> leaves() {
    return Optional.empty();
  }

  @Override
  public void close() {
    emulator.close();
    TemporaryFiles.delete(parent);
  }
}
