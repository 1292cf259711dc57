package dev.headwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cli.exit.ExitCode;
import dev.headwater.github.emulator.AccessToken;
import dev.headwater.github.emulator.GithubEmulator;
import dev.headwater.github.emulator.PersonCommits;
import dev.headwater.testkit.Entries;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a repository of an emulated GitHub. */
class GithubCommandsTest {

  private static final String TOKEN = "ghp_hunter2";

  @TempDir Path directory;

  private final Cli cli = new Cli().variables(Map.of("HEADWATER_GITHUB_TOKEN", TOKEN));
  private GithubEmulator github;
  private String uri;

  @BeforeEach
  void start() {
    github =
        GithubEmulator.over(directory.resolve("data.git"))
            .token(AccessToken.fineGrained(TOKEN))
            .clock(cli.clock)
            .start();
    uri = at("headwater/data");
  }

  @AfterEach
  void end() {
    github.close();
  }

  private String at(String repository) {
    return "github://%s/%s?commit-interval=1ms"
        .formatted(github.endpoint().getAuthority(), repository);
  }

  private PersonCommits ada() {
    return github.person("Ada", "ada@example.org");
  }

  private String file(String path) {
    return new String(ada().file(path).orElseThrow(), StandardCharsets.UTF_8);
  }

  @Test
  void valuesAreFilesAndCommits() {
    cli.run("put", uri, "mail/host", "mail.example.org").ended(ExitCode.OK);

    assertThat(file("mail/host")).isEqualTo("mail.example.org");
    assertThat(ada().history().get(0).message()).startsWith("Set mail/host\n");
    assertThat(cli.run("get", uri, "mail/host").ended(ExitCode.OK).out())
        .isEqualTo("mail.example.org");
    assertThat(cli.run("ls", uri).ended(ExitCode.OK).lines()).containsExactly("mail/host");
    cli.run("rm", uri, "mail/host").ended(ExitCode.OK);
    assertThat(ada().files()).noneMatch(path -> path.startsWith("mail"));
    cli.run("get", uri, "mail/host").ended(ExitCode.DIFFERENT).withOneLine("has no value");
  }

  @Test
  void directoriesGoThereAndBack() throws Exception {
    Files.createDirectories(directory.resolve("in/docs"));
    Files.writeString(directory.resolve("in/docs/a.md"), "# A");
    Files.write(directory.resolve("in/b.bin"), new byte[] {0, 1, (byte) 0xff});

    cli.run("import", directory.resolve("in").toString(), uri).ended(ExitCode.OK);
    assertThat(ada().files()).contains("docs/a.md", "b.bin");
    cli.run("export", uri, directory.resolve("out").toString()).ended(ExitCode.OK);

    assertThat(directory.resolve("out/docs/a.md")).hasContent("# A");
    assertThat(directory.resolve("out/b.bin")).hasBinaryContent(new byte[] {0, 1, (byte) 0xff});
  }

  @Test
  void whatAPersonCommitsIsThere() {
    cli.run("put", uri, "greeting", "hello").ended(ExitCode.OK);
    cli.clock.advance(Duration.ofMinutes(1));
    ada().edit().write("greeting", "good day").write("new.txt", "1").message("Politer").commit();

    assertThat(cli.run("get", uri, "greeting").ended(ExitCode.OK).out()).isEqualTo("good day");
    cli.run("watch", uri, "--from-start", "--count", "2")
        .ended(ExitCode.OK)
        .contains("  greeting\n", "  new.txt\n");
  }

  @Test
  void storesAreSyncedAndCompared() {
    TestStores.hold("github-source", Entries.value("a", 1, "v"));

    cli.run("sync", "test:github-source", uri).ended(ExitCode.OK).contains("1 copied");
    cli.run("check", "test:github-source", uri).ended(ExitCode.OK);
    cli.run("sync", "test:github-source", uri).ended(ExitCode.OK).contains("0 copied");

    assertThat(file("a")).isEqualTo("v");
  }

  private String chain(String name, String flushOnClose) {
    return new ChainFiles(directory)
        .file(
            name,
            ChainFiles.outbox("flush-on-close = \"%s\"".formatted(flushOnClose)),
            ChainFiles.cache("memory", "memory:"),
            ChainFiles.store("disk", "sqlite:disk.db"),
            ChainFiles.behind("github", uri));
  }

  @Test
  void itIsTheDeepestLayerOfAChain() {
    String patient = chain("patient.toml", "60s");
    String hasty = chain("hasty.toml", "0s");

    cli.run("put", "chain:" + patient, "k", "v").ended(ExitCode.OK);
    assertThat(file("k")).isEqualTo("v");
    github.faults().archive();
    cli.run("put", "chain:" + hasty, "k2", "v").ended(ExitCode.OK);
    assertThat(cli.run("get", "chain:" + hasty, "k2").ended(ExitCode.OK).out()).isEqualTo("v");
    github.faults().unarchive();
    cli.run("outbox", "flush", patient).ended(ExitCode.OK);

    assertThat(file("k2")).isEqualTo("v");
  }

  @Test
  void statusNamesWhatPeopleCommittedThatIsNoEntry() {
    String file = chain("status.toml", "60s");
    cli.run("put", "chain:" + file, "k", "v").ended(ExitCode.OK);
    ada().edit().write("a%2", "no key").commit();

    cli.run("status", file).contains("github: 'a%2' is no entry: ");
    assertThat(cli.run("status", file, "--json").out())
        .contains("\"type\":\"left-alone\",\"layer\":\"github\",\"path\":\"a%2\"");
  }

  @Test
  void whatGithubRefusesIsALineThatSaysWhatToDo() {
    cli.run("put", at("headwater/other"), "k", "v")
        .ended(ExitCode.UNAVAILABLE)
        .withOneLine("no such repository", "HEADWATER_GITHUB_TOKEN");
    github.faults().archive();
    cli.run("put", uri, "k", "v").ended(ExitCode.UNAVAILABLE).withOneLine("archived");
    github.faults().clear();
    github.accept(AccessToken.fineGrained(TOKEN).readOnly());
    cli.run("put", uri, "k", "v").ended(ExitCode.UNAVAILABLE).withOneLine("contents: write");
    cli.run("put", uri + "&max-value-bytes=1", "k", "too long")
        .ended(ExitCode.REFUSED)
        .withOneLine("the most that this store takes");
    assertThat(ada().head()).isEmpty();
  }

  @Test
  void aTokenThatIsWrongIsNotShown() {
    github.revoke(TOKEN);
    Cli.Result result = cli.run("ls", uri, "--debug").ended(ExitCode.UNAVAILABLE);

    assertThat(result.err()).contains("renew HEADWATER_GITHUB_TOKEN").doesNotContain(TOKEN);
  }

  @Test
  void aServerThatIsAwayIsALine() {
    GithubEmulator gone = GithubEmulator.over(directory.resolve("gone.git")).start();
    gone.close();

    cli.run("get", "github://%s/o/r?timeout=1s".formatted(gone.endpoint().getAuthority()), "k")
        .ended(ExitCode.UNAVAILABLE)
        .withOneLine("can't be reached; check the network and " + gone.endpoint(), "refused");
  }
}
