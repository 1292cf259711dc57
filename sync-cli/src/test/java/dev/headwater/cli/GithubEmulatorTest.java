package dev.headwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.github.emulator.GithubEmulator;
import dev.headwater.github.emulator.PersonCommits;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** github-emulator. */
class GithubEmulatorTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private final Cli cli = new Cli();

  /** What the command prints; it first hands it on when it has said how it is reached. */
  private static final class Announced extends ByteArrayOutputStream {
    private final CountDownLatch said = new CountDownLatch(1);

    @Override
    public void flush() {
      said.countDown();
    }

    String text() throws InterruptedException {
      assertThat(said.await(20, TimeUnit.SECONDS)).isTrue();
      return toString(StandardCharsets.UTF_8);
    }
  }

  /** The command on a thread of its own, until it is interrupted as by Ctrl-C. */
  private final class Running implements AutoCloseable {
    private final Announced out = new Announced();
    private final AtomicReference<Cli.Result> result = new AtomicReference<>();
    private final Thread thread;
    final JsonNode started;

    Running(String... options) throws InterruptedException {
      this(List.of("--json"), options);
    }

    Running(List<String> format, String... options) throws InterruptedException {
      List<String> args = new ArrayList<>(List.of("github-emulator", "--repo", repository()));
      args.addAll(format);
      args.addAll(List.of(options));
      thread =
          new Thread(() -> result.set(cli.run(out, out, args.toArray(String[]::new))), "command");
      thread.start();
      String said = out.text();
      started = format.isEmpty() ? JSON.createObjectNode() : first(said);
    }

    String uri() {
      return started.get("uri").asText();
    }

    Cli.Result end() throws InterruptedException {
      thread.interrupt();
      thread.join(20_000);
      return Optional.ofNullable(result.get()).orElseThrow();
    }

    @Override
    public void close() throws InterruptedException {
      end();
    }
  }

  private static JsonNode first(String lines) {
    try {
      return JSON.readTree(lines.lines().findFirst().orElseThrow());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String repository() {
    return directory.resolve("data.git").toString();
  }

  private static Cli with(String token) {
    return new Cli().variables(Map.of("HEADWATER_GITHUB_TOKEN", token));
  }

  @Test
  void itServesARepositoryUntilItIsInterrupted() throws Exception {
    try (Running emulator = new Running("-v", "--repository", "me/settings")) {
      Cli client = with(emulator.started.get("token").asText());
      client.run("put", emulator.uri(), "greeting", "hello").ended(ExitCode.OK);

      Cli.Result result = emulator.end().ended(ExitCode.OK);

      assertThat(emulator.started.get("repository").asText()).isEqualTo("me/settings");
      assertThat(result.summary().get("requests").asInt()).isGreaterThan(3);
      result.contains(
          "\"request\":\"PATCH /repos/me/settings/git/refs/heads/main\",\"status\":200");
      client.run("get", emulator.uri(), "greeting").ended(ExitCode.UNAVAILABLE);
    }
    try (PersonCommits ada = PersonCommits.in(directory.resolve("data.git"), "Ada", "a@b.c")) {
      assertThat(ada.file("greeting")).hasValue("hello".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void aTokenThatIsGivenIsNotPrinted() throws Exception {
    Path file = Files.writeString(directory.resolve("token"), "hunter2\n");
    try (Running emulator = new Running("--token-file", file.toString())) {
      with("hunter2").run("put", emulator.uri(), "k", "v").ended(ExitCode.OK);
      with("another").run("put", emulator.uri(), "k", "v").ended(ExitCode.UNAVAILABLE);

      assertThat(emulator.end().contains("\"tokenFrom\":\"" + file).out())
          .doesNotContain("hunter2");
    }
    cli.variables(Map.of("HEADWATER_GITHUB_TOKEN", "hunter3"));
    try (Running emulator = new Running("--read-only")) {
      with("hunter3").run("get", emulator.uri(), "k").ended(ExitCode.OK);
      with("hunter3").run("rm", emulator.uri(), "k").ended(ExitCode.UNAVAILABLE);

      emulator.end().contains("\"tokenFrom\":\"HEADWATER_GITHUB_TOKEN\"");
    }
  }

  @Test
  void whatGoesWrongIsAskedFor() throws Exception {
    try (Running emulator = new Running("--archived")) {
      with(emulator.started.get("token").asText())
          .run("put", emulator.uri(), "k", "v")
          .ended(ExitCode.UNAVAILABLE)
          .withOneLine("archived");
    }
    try (Running emulator = new Running("--failures", "100", "-v")) {
      with(emulator.started.get("token").asText())
          .run("get", emulator.uri() + "?timeout=1s", "k")
          .ended(ExitCode.UNAVAILABLE);

      assertThat(emulator.end().out()).doesNotContain("\"status\":200");
    }
    try (Running emulator = new Running("--limits", "github", "--slow", "1ms")) {
      with(emulator.started.get("token").asText())
          .run("put", emulator.uri() + "?limits=github", "k", "v")
          .ended(ExitCode.OK);
    }
  }

  @Test
  void peopleAreToldHowToUseIt() throws Exception {
    try (Running emulator = new Running(List.of())) {
      emulator
          .end()
          .ended(ExitCode.OK)
          .contains("GitHub emulator: headwater/data at http://127.0.0.1:", repository())
          .contains("headwater put github://127.0.0.1:", "export HEADWATER_GITHUB_TOKEN=ghp_")
          .contains("ending: 0 requests were answered");
    }
  }

  @Test
  void aDirectoryWithSomethingElseIsRefusedAndLeftAlone() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    Path full = Files.createDirectory(directory.resolve("full"));
    Files.createFile(full.resolve("mine"));
    String what = "is neither a bare Git repository nor an empty directory";

    cli.run("github-emulator", "--repo", file.toString()).ended(ExitCode.USAGE).withOneLine(what);
    cli.run("github-emulator", "--repo", full.toString()).ended(ExitCode.USAGE).withOneLine(what);

    assertThat(full.toFile().list()).containsExactly("mine");
  }

  @Test
  void aPortThatIsInUseIsALine() {
    try (GithubEmulator other = GithubEmulator.over(directory.resolve("other.git")).start()) {
      String port = String.valueOf(other.endpoint().getPort());

      cli.run("github-emulator", "--repo", repository(), "--port", port)
          .ended(ExitCode.UNAVAILABLE)
          .withOneLine("port " + port + " can't be listened on; is it in use?");
    }
  }

  @Test
  void wrongOptionsAreALine() throws Exception {
    String repo = "--repo=" + repository();
    cli.run("github-emulator").ended(ExitCode.USAGE).withOneLine("--repo");
    cli.run("github-emulator", repo, "--port", "70000").ended(ExitCode.USAGE).withOneLine("70000");
    cli.run("github-emulator", repo, "--port", "x").ended(ExitCode.USAGE).withOneLine("--port");
    cli.run("github-emulator", repo, "--limits", "x").ended(ExitCode.USAGE).withOneLine("--limits");
    cli.run("github-emulator", repo, "--failures", "101")
        .ended(ExitCode.USAGE)
        .withOneLine("--failures: 101.0 is not a percentage");
    cli.run("github-emulator", repo, "--repository", "x").ended(ExitCode.USAGE).withOneLine("'x'");
    cli.run("github-emulator", repo, "--token-file", "/no/such/file")
        .ended(ExitCode.USAGE)
        .withOneLine("/no/such/file");
    assertThat(directory).isEmptyDirectory();
  }
}
