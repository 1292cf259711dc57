package dev.headwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cli.exit.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, and what is said of wrong arguments. */
class UsageTest {

  private static final List<String> COMMANDS =
      List.of(
          "get",
          "put",
          "rm",
          "ls",
          "import",
          "export",
          "sync",
          "check",
          "watch",
          "run",
          "status",
          "outbox",
          "squash",
          "demo",
          "github-emulator",
          "stores",
          "completion",
          "help");

  private final Cli cli = new Cli();

  @Test
  void helpNamesCommandsStoresAndExitCodes() {
    String help = cli.run("--help").ended(ExitCode.OK).out();

    assertThat(help)
        .contains(COMMANDS)
        .contains("memory:[NAME]", "github:OWNER", "test:NAME", "Examples:");
    for (ExitCode code : ExitCode.values()) {
      assertThat(help).contains("%3d  %s".formatted(code.number(), code.meaning()));
    }
    assertThat(help).doesNotContain("demo-peer", "%n");
    assertThat(help.lines().filter(line -> line.length() > 80)).isEmpty();
  }

  @Test
  void everyCommandHasHelpWithinEightyColumns() {
    for (String command : COMMANDS) {
      String help = cli.run(command, "--help").ended(ExitCode.OK).out();

      assertThat(help).contains("Usage: headwater " + command, "--json", "--timeout");
      assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
      assertThat(cli.run("help", command).ended(ExitCode.OK).out()).isEqualTo(help);
    }
  }

  @Test
  void theHelpOfAnUnknownCommandIsAnError() {
    cli.run("help", "nonsense").ended(ExitCode.USAGE).withOneLine("nonsense");
  }

  @Test
  void versionTellsTheBuild() {
    assertThat(cli.run("--version").ended(ExitCode.OK).out())
        .matches("headwater \\d+\\.\\d+\\.\\d+\\S* \\(Java .*\\)\\s+");
  }

  @Test
  void storesTellsAllParameters() {
    assertThat(cli.run("stores").ended(ExitCode.OK).out()).contains("max-value-bytes=N");
    assertThat(cli.run("stores", "--json").ended(ExitCode.OK).summary().get("stores").asInt())
        .isGreaterThan(1);
  }

  @Test
  void noAdviceOnKeysIsGivenToACommandThatTakesNone() {
    Cli.Result result = cli.run("stores", "--frob").ended(ExitCode.USAGE).withOneLine("--frob");

    assertThat(result.err()).doesNotContain("goes after");
  }

  @Test
  void completionIsAScriptThatKnowsTheCommands() {
    String script = cli.run("completion").ended(ExitCode.OK).out();

    assertThat(script).startsWith("#!").contains("complete -F", "headwater").contains(COMMANDS);
  }

  @Test
  void withoutACommandABriefHelpGoesToStandardError() {
    Cli.Result result = cli.run().ended(ExitCode.USAGE);

    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("Usage: headwater").contains(COMMANDS).contains("--help");
    assertThat(result.err().lines()).hasSizeLessThan(24);
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong("there is no command 'nonsense' (see 'headwater --help')", "nonsense"),
        wrong("KEY", "get", "test:u"),
        wrong("--no-such-option", "get", "test:u", "k", "--no-such-option"),
        wrong("goes after '--'", "get", "test:u", "-k"),
        wrong("'unexpected' is one argument too many", "get", "test:u", "k", "unexpected"),
        wrong("headwater: key is empty", "get", "test:u", ""),
        wrong("key is too long: 1025 bytes", "put", "test:u", "x".repeat(1025), "v"),
        wrong("NUL", "put", "test:u", "a\u0000b", "v"),
        wrong("unpaired surrogate", "put", "test:u", "a\ud800b", "v"),
        wrong("unpaired surrogate", "rm", "test:u", "\udc00"),
        wrong("unpaired surrogate", "put", "test:u", "k", "v\ud800"),
        wrong("NUL", "ls", "test:u", "a\u0000"),
        wrong("unknown store scheme 'nope'; known are:", "get", "nope://host/x", "k"),
        wrong("not a store URI", "get", "just-a-name", "k"),
        wrong("bad host", "get", "etcd://ho st/x", "k"),
        wrong("bad host", "get", "etcd://host:99999/x", "k"),
        wrong("unknown parameter", "get", "memory:?nope=1", "k"),
        wrong("expected github:OWNER/REPOSITORY", "get", "github:just-one", "k"),
        wrong("known are app, branch", "get", "github:o/r?token=hunter2", "k"),
        wrong("not encrypted", "get", "github:o/r?endpoint=http://example.org", "k"),
        wrong("put takes one of", "put", "test:u", "k"),
        wrong("put takes one of", "put", "test:u", "k", "v", "--file", "f"),
        wrong("there is no 'no/such/file'", "put", "test:u", "k", "--file", "no/such/file"),
        wrong("is a directory", "put", "test:u", "k", "--file", "."),
        wrong("'soon' is not a duration", "put", "test:u", "k", "v", "--ttl", "soon"),
        wrong("'0s' is not a duration", "put", "test:u", "k", "v", "--ttl", "0s"),
        wrong("--encoding", "put", "test:u", "k", "v", "--encoding", "a b"),
        wrong("there is no such file", "import", "no/such/dir", "test:u"),
        wrong("one store", "sync", "test:u", "test:u"),
        wrong("one store", "check", "test:u", "test:u"),
        wrong("--max-delete", "sync", "test:u", "test:w", "--max-delete", "many"),
        wrong("maxDeletes", "sync", "test:u", "test:w", "--max-delete=-1"),
        wrong("[a", "sync", "test:u", "test:w", "--include", "[a"),
        wrong("headwater: --timeout: 'x' is not", "get", "test:u", "k", "--timeout", "x"));
  }

  private static Arguments wrong(String expected, String... args) {
    return Arguments.of(expected, args);
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void aWrongArgumentIsOneLineAndExitCodeTwo(String expected, String[] args) {
    Cli.Result result = cli.run(args).ended(ExitCode.USAGE).withOneLine(expected);

    assertThat(result.out()).isEmpty();
    assertThat(TestStores.held("u")).isEmpty();
    assertThat(TestStores.open("u")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "etcd://me:hunter2@localhost/x",
        "postgresql://me:hunter2@localhost/x",
        "memory:?password=hunter2",
        "github:o/r?token=hunter2",
        "github://hunter2@github.com/o/r",
        "github://hunter2@o/r",
        "nope://me:hunter2@h x/"
      })
  void aSecretInAUriIsRefusedAndNotRepeated(String uri) {
    Cli.Result result = cli.run("get", uri, "k").ended(ExitCode.USAGE).withOneLine("headwater");

    assertThat(result.err()).doesNotContain("hunter2");
  }

  @Test
  void importOfAFileIsAnError(@TempDir Path directory) throws java.io.IOException {
    Path file = java.nio.file.Files.createFile(directory.resolve("file"));

    cli.run("import", file.toString(), "test:u")
        .ended(ExitCode.USAGE)
        .withOneLine("is not a directory");
  }
}
