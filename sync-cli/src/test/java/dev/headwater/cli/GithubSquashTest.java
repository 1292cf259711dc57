package dev.headwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cli.exit.ExitCode;
import dev.headwater.github.emulator.AccessToken;
import dev.headwater.github.emulator.GithubEmulator;
import dev.headwater.github.emulator.PersonCommits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** squash. */
class GithubSquashTest {

  @TempDir Path directory;

  private final Cli cli = new Cli();
  private GithubEmulator github;
  private String uri;

  @BeforeEach
  void writeSomeCommits() {
    github = GithubEmulator.over(directory.resolve("data.git")).clock(cli.clock).start();
    cli.variables(Map.of("HEADWATER_GITHUB_TOKEN", github.token()));
    uri =
        "github://%s/%s?commit-interval=1ms"
            .formatted(github.endpoint().getAuthority(), github.repository());
    cli.run("put", uri, "a", "1").ended(ExitCode.OK);
    cli.run("put", uri, "a", "2").ended(ExitCode.OK);
    ada().edit().write("b", "by hand").message("By hand").commit();
  }

  @AfterEach
  void end() {
    github.close();
  }

  private PersonCommits ada() {
    return github.person("Ada", "ada@example.org");
  }

  private int commits() {
    return ada().history().size();
  }

  @Test
  void aHistoryBecomesOneCommitWithTheSameFiles() {
    String at = ada().head().orElseThrow();
    Cli.Result result = cli.run("squash", uri, "--yes", "--json").ended(ExitCode.OK);

    assertThat(commits()).isEqualTo(1);
    assertThat(result.summary().get("squashed").asBoolean()).isTrue();
    assertThat(result.summary().get("commit").asText()).isEqualTo(ada().head().orElseThrow());
    assertThat(result.summary().get("replaced").asText()).isNotEqualTo(at); // b was adopted first
    assertThat(ada().file("a")).hasValue("2".getBytes(StandardCharsets.UTF_8));
    assertThat(cli.run("get", uri, "b").ended(ExitCode.OK).out()).isEqualTo("by hand");
    cli.run("put", uri, "a", "3").ended(ExitCode.OK);
    assertThat(commits()).isEqualTo(2);
  }

  @Test
  void aSecondOneHasNothingToDo() {
    cli.run("squash", uri, "-y").ended(ExitCode.OK).contains("squashed: the default branch in ");
    cli.run("squash", uri, "-y").ended(ExitCode.OK).contains("nothing to squash");
  }

  @Test
  void itAsksFirst() {
    int before = commits();

    cli.input(new byte[0]).run("squash", uri).ended(ExitCode.USAGE);
    Cli.Result refused = cli.input("no\n".getBytes(StandardCharsets.UTF_8)).run("squash", uri);
    assertThat(refused.ended(ExitCode.USAGE).err()).contains("Go on?", "not squashed");
    cli.run("squash", uri, "--json").ended(ExitCode.USAGE);
    assertThat(commits()).isEqualTo(before);
    cli.input("yes\n".getBytes(StandardCharsets.UTF_8)).run("squash", uri).ended(ExitCode.OK);

    assertThat(commits()).isEqualTo(1);
  }

  @Test
  void aDryRunDoesNothing() {
    int before = commits();

    cli.run("squash", uri, "--dry-run").ended(ExitCode.OK).contains("would replace the history");

    assertThat(commits()).isEqualTo(before);
  }

  @Test
  void whatCanNotBeSquashedIsALine() {
    cli.run("squash", "memory:", "--yes").ended(ExitCode.USAGE).withOneLine("only github: stores");
    cli.run("squash", uri + "&mode=ro", "--yes").ended(ExitCode.USAGE).withOneLine("mode=ro");
    github.accept(AccessToken.classic(github.token()).readOnly());
    int before = commits();

    cli.run("squash", uri, "--yes").ended(ExitCode.UNAVAILABLE).withOneLine("contents: write");

    assertThat(commits()).isEqualTo(before);
  }
}
