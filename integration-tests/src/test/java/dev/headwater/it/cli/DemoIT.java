package dev.headwater.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.github.emulator.GithubEmulator;
import dev.headwater.github.emulator.PersonCommits;
import dev.headwater.it.Await;
import dev.headwater.servers.EtcdCluster;
import dev.headwater.servers.EtcdOptions;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.options.GetOption;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration from its beginning to its end, in a process of its own. */
@Tag("long")
class DemoIT {

  private static final long PATIENCE_SECONDS = 100;
  private static final int STEPS = 15;

  @TempDir Path temporary;

  private Process start(String... arguments) throws IOException {
    return start(Map.of(), arguments);
  }

  private Process start(Map<String, String> variables, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.headwater.cli.Main", "demo"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(variables);
    return builder.start();
  }

  private static BufferedReader out(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  @Test
  void everyStepPassesAndNothingIsLeft() throws Exception {
    requireEveryStepPasses(start("--json", ".."));
    requireNothingLeft();
  }

  @Test
  void whatIsSomebodyElsesIsLeftAsItWas(@TempDir Path elsewhere) throws Exception {
    try (EtcdCluster etcd = EtcdCluster.start(EtcdOptions.oneNode());
        GithubEmulator github = GithubEmulator.over(elsewhere.resolve("data.git")).start()) {
      PersonCommits ada = github.person("Ada", "ada@example.org");
      String head = ada.edit().write("README.md", "Ada's own").commit();
      String endpoint = etcd.endpoints().get(0);
      Map<String, String> variables =
          Map.of("HEADWATER_ETCD", endpoint, "HEADWATER_GITHUB_TOKEN", github.token());
      String repository =
          "github://%s/%s".formatted(github.endpoint().getAuthority(), github.repository());

      JsonNode summary =
          requireEveryStepPasses(
              start(variables, "--json", "--github", repository, "../store-api"));

      assertThat(countKeys(endpoint)).isZero();
      assertThat(ada.head()).hasValue(head);
      String branch = summary.get("github").asText().replaceFirst(".*, branch ", "");
      assertThat(ada.head(branch)).isPresent();
    }
    requireNothingLeft();
  }

  private static long countKeys(String endpoint) throws Exception {
    ByteSequence all = ByteSequence.from(new byte[1]);
    GetOption counted = GetOption.builder().withRange(all).withCountOnly(true).build();
    try (Client client = Client.builder().endpoints("http://" + endpoint).build()) {
      return client.getKVClient().get(all, counted).get(5, TimeUnit.SECONDS).getCount();
    }
  }

  private static JsonNode requireEveryStepPasses(Process demo) throws Exception {
    List<String> lines;
    try (BufferedReader out = out(demo)) {
      lines = out.lines().toList();
    }

    assertThat(demo.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).as(String.join("\n", lines)).isEqualTo(ExitCode.OK.number());
    JsonNode summary = Cli.Result.object(lines.get(lines.size() - 1));
    assertThat(summary.get("type").asText()).isEqualTo("summary");
    assertThat(summary.get("steps").asInt()).isEqualTo(STEPS).isEqualTo(lines.size() - 1);
    assertThat(summary.get("failed").asInt()).isZero();
    assertThat(lines.subList(0, STEPS))
        .allSatisfy(
            line ->
                assertThat(Cli.Result.object(line).get("outcome").asText()).isEqualTo("passed"));
    return summary;
  }

  @Test
  void anInterruptLeavesNothing() throws Exception {
    Process demo = start("--json", "..");
    try (BufferedReader out = out(demo)) {
      for (String line = out.readLine(); !isStep(line, 4); line = out.readLine()) {
        assertThat(line).isNotNull();
      }
      new ProcessBuilder("kill", "-INT", Long.toString(demo.pid())).start().waitFor();
      assertThat(demo.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(demo.exitValue()).isEqualTo(ExitCode.INTERRUPTED.number());
      assertThat(out.lines()).noneMatch(line -> line.contains("\"failed\""));
    }
    requireNothingLeft();
  }

  private static boolean isStep(String line, int number) {
    return line != null && line.contains("\"number\":" + number + ",");
  }

  /*
   * All that the demonstration starts or writes has this test's temporary directory in its name.
   * The last of it goes a moment after the process.
   */
  private void requireNothingLeft() throws IOException {
    Await.until(() -> processesLeft().isEmpty());
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.filter(path -> !path.getFileName().toString().startsWith("hsperfdata")))
          .isEmpty();
    }
  }

  private List<String> processesLeft() {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(temporary.toString()))
        .toList();
  }
}
