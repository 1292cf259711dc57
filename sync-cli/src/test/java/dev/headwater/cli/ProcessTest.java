package dev.headwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cli.exit.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command in a process of its own: signals, pipes, locales, and what the system refuses. */
class ProcessTest {

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  @TempDir Path directory;

  /** A shell script, in which {@code $headwater} is the command. */
  private Process start(String script) throws IOException {
    ProcessBuilder shell = new ProcessBuilder("bash", "-c", script).directory(directory.toFile());
    shell
        .environment()
        .put(
            "headwater",
            JAVA
                + " --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -XX:-UsePerfData"
                + " dev.headwater.cli.Main");
    shell.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return shell.start();
  }

  private Cli.Result run(String script) throws IOException, InterruptedException {
    Process process = start(script);
    byte[] out = process.getInputStream().readAllBytes();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Cli.Result(process.exitValue(), out, err);
  }

  @Test
  void theExitCodeIsTheProcessesOwn() throws Exception {
    run("$headwater get memory: k").ended(ExitCode.DIFFERENT).withOneLine("'k' has no value");
    run("$headwater put memory: k v").ended(ExitCode.OK);
  }

  @Test
  void anInterruptEndsAWatchQuietly() throws Exception {
    Process process = start("exec $headwater watch memory: --json");
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).contains("\"watching\"");

      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED.number());
      assertThat(out.readLine()).isNull();
      assertThat(process.getErrorStream().readAllBytes()).isEmpty();
    }
  }

  private String chain() throws IOException {
    return Files.writeString(
            directory.resolve("chain.toml"),
            """
            [outbox]
            file = "outbox.db"

            [[layer]]
            name = "disk"
            store = "sqlite:disk.db"
            role = "store"
            """)
        .toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aRunEndsInOrderWhenAskedTo(String signal) throws Exception {
    chain();
    Process process = start("exec $headwater run chain.toml --json");
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).contains("\"event\":\"started\"");
      run("$headwater status chain.toml")
          .ended(ExitCode.OK)
          .contains("outbox.db, in use by process " + process.pid());

      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(ExitCode.OK.number());
      assertThat(out.lines().toList()).last().asString().contains("\"summary\"");
      assertThat(process.getErrorStream().readAllBytes()).isEmpty();
    }
    run("$headwater status chain.toml").ended(ExitCode.OK).contains("in use by nobody");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void anEmulatorOfGithubEndsInOrderWhenAskedTo(String signal) throws Exception {
    Process process = start("exec $headwater github-emulator --repo data.git --json");
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).contains("\"type\":\"emulator\"", "\"token\":\"ghp_");

      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(ExitCode.OK.number());
      assertThat(out.lines().toList()).last().asString().contains("\"summary\"");
    }
    assertThat(directory.resolve("data.git/HEAD")).hasContent("ref: refs/heads/main");
  }

  @Test
  void anOutboxHasOneOwnerAtATime() throws Exception {
    chain();
    Process process = start("exec $headwater run chain.toml");
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).contains("running");
      String inUse = "is in use by another process (pid " + process.pid() + ")";

      run("$headwater run chain.toml").ended(ExitCode.UNAVAILABLE).withOneLine(inUse);
      run("$headwater put chain:chain.toml k v").ended(ExitCode.UNAVAILABLE).withOneLine(inUse);
      run("$headwater outbox drop chain.toml 1").ended(ExitCode.UNAVAILABLE).withOneLine(inUse);
      run("$headwater get chain:chain.toml k").ended(ExitCode.DIFFERENT);
    } finally {
      process.destroyForcibly().waitFor();
    }
    run("$headwater put chain:chain.toml k v").ended(ExitCode.OK);
  }

  @Test
  void aPipeThatIsClosedEndsItQuietly() throws Exception {
    Files.createDirectories(directory.resolve("in"));
    for (int i = 0; i < 3_000; i++) {
      Files.createFile(directory.resolve("in/" + "x".repeat(100) + i));
    }

    Cli.Result result = run("$headwater import -v in memory: | head -1; exit ${PIPESTATUS[0]}");

    result.ended(ExitCode.BROKEN_PIPE);
    assertThat(result.lines()).hasSize(1);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void aFullDeviceBehindStandardOutputIsAnError() throws Exception {
    run("$headwater stores > /dev/full")
        .ended(ExitCode.UNAVAILABLE)
        .withOneLine("standard output can't be written: No space left on device");
  }

  @Test
  void argumentsAreReadAsUtf8WhateverTheLocale() throws Exception {
    Cli.Result result = run("LC_ALL=C $headwater put memory: ключ значение --json");

    assertThat(result.ended(ExitCode.OK).out()).contains("\"key\":\"ключ\"", "\"size\":16");
  }

  @Test
  void argumentsThatAreNoTextAreRefused() throws Exception {
    run("$headwater put memory: $'\\xff' v")
        .ended(ExitCode.USAGE)
        .withOneLine("argument 3", "UTF-8");
    run("$headwater put memory: $'\\xed\\xa0\\x80' v")
        .ended(ExitCode.USAGE)
        .withOneLine("unpaired surrogate");
  }

  @Test
  void fileNamesAreReadAsUtf8WhateverTheLocale() throws Exception {
    Files.createDirectories(directory.resolve("in/каталог"));
    Files.writeString(directory.resolve("in/каталог/файл"), "1");

    Cli.Result result = run("LC_ALL=C $headwater import -v in memory:");

    assertThat(result.ended(ExitCode.OK).lines()).first().isEqualTo("imported каталог/файл");
  }

  @Test
  void aDirectoryThatCanNotBeReadStopsAnImportBeforeTheFirstWrite() throws Exception {
    Files.createDirectories(directory.resolve("in/locked"));
    Files.writeString(directory.resolve("in/a"), "1");
    Files.setPosixFilePermissions(
        directory.resolve("in/locked"), PosixFilePermissions.fromString("---------"));

    run(unprivileged("$headwater import -v in memory:"))
        .ended(ExitCode.USAGE)
        .withOneLine("locked' can't be read: permission denied");
  }

  @Test
  void aFileThatCanNotBeReadStopsAnImportBeforeTheFirstWrite() throws Exception {
    Files.createDirectories(directory.resolve("in"));
    Files.writeString(directory.resolve("in/a"), "1");
    Path locked = Files.writeString(directory.resolve("in/locked"), "1");
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));

    Cli.Result result = run(unprivileged("$headwater import -v in memory:"));

    result.ended(ExitCode.USAGE).withOneLine("locked' can't be read: permission denied");
    assertThat(result.out()).isEmpty();
  }

  /* Root may read everything, unless it gives up the capabilities that let it. */
  private static String unprivileged(String command) {
    return "if [ $(id -u) = 0 ]; then exec setpriv --inh-caps=-all"
        + " --bounding-set=-dac_override,-dac_read_search "
        + command
        + "; else exec "
        + command
        + "; fi";
  }

  /* A limit on the size of files cuts a write off as a full disk does. */
  @Test
  void anExportThatIsCutOffLeavesNoFileUnderItsName() throws Exception {
    String export = "${headwater/%Main/LongExport} out";

    run("ulimit -f 100; exec " + export)
        .ended(ExitCode.UNAVAILABLE)
        .withOneLine("export to out: 'b-long' can't be written: ", "run it again");

    assertThat(files()).containsExactly("a-short");
    run("exec " + export).ended(ExitCode.OK);
    assertThat(files()).containsExactly("a-short", "b-long", "c-short");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("out"))) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
