package dev.headwater.github.emulator;

import dev.headwater.github.emulator.openapi.Conformance;
import dev.headwater.testkit.ManualClock;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * An emulator for one test, whose exchanges are all held against GitHub's description and whose
 * repository is sound in the end.
 */
abstract class EmulatorCase {
  @TempDir Path directory;

  final ManualClock clock = new ManualClock();
  final Conformance conformance = new Conformance();
  GithubEmulator github;
  Client client;
  PersonCommits ada;

  @BeforeEach
  void start() {
    github =
        GithubEmulator.over(repository())
            .repository("acme/settings")
            .clock(clock)
            .listener(conformance)
            .start();
    client = new Client(github, github.token());
    ada = github.person("Ada Lovelace", "ada@example.org");
  }

  Path repository() {
    return directory.resolve("settings.git");
  }

  /** The first commit, with a few files. */
  String seed() {
    return ada.edit()
        .write("README.md", "# Settings\n")
        .write("config/app.json", "{\"port\": 80}")
        .write("config/db.json", "{}")
        .message("First")
        .commit();
  }

  @AfterEach
  void end() {
    github.close();
    GitProgram.fsck(repository());
    conformance.requireNone();
  }
}
