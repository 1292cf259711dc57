package dev.headwater.github.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the program git makes of the repository, and the other way round. */
class GitProgramTest extends EmulatorCase {
  private Path clone;

  @BeforeEach
  void requireGit() {
    assumeTrue(GitProgram.isThere(), "git is not on the PATH");
    clone = directory.resolve("clone");
  }

  @Test
  void aCloneShowsTheFiles() throws IOException {
    seed();
    client.write("deep/er/ä.txt", "written by API\n");
    GitProgram.cloneInto(repository(), clone);
    assertThat(Files.readString(clone.resolve("deep/er/ä.txt"))).isEqualTo("written by API\n");
    assertThat(Files.readString(clone.resolve("config/app.json"))).isEqualTo("{\"port\": 80}");
    assertThat(GitProgram.run(clone, "log", "--format=%an %s"))
        .isEqualTo("headwater-bot Set deep/er/ä.txt\nAda Lovelace First\n");
  }

  @Test
  void whatGitPushesIsThereAtOnce() throws IOException {
    seed();
    GitProgram.cloneInto(repository(), clone);
    for (int i = 0; i < 3; i++) {
      Files.writeString(clone.resolve("pushed.txt"), "pushed " + i);
      GitProgram.run(clone, "add", ".");
      GitProgram.run(
          clone, "-c", "user.name=G", "-c", "user.email=g@example.org", "commit", "-qm", "Push");
      GitProgram.run(clone, "push", "-q", "origin", "HEAD:main");
      assertThat(client.get("contents/pushed.txt", "Accept", "application/vnd.github.raw").body())
          .asString()
          .isEqualTo("pushed " + i);
    }
  }

  @Test
  void packingTheRepositoryHarmsNothing() {
    String head = seed();
    for (int i = 0; i < 20; i++) {
      client.write("file" + i, "x" + i);
    }
    GitProgram.run(repository(), "gc", "-q");
    assertThat(client.get("contents").json()).hasSize(22);
    assertThat(client.get("compare/" + head + "...main").text("/ahead_by")).isEqualTo("20");
    client.write("after", "x");
    assertThat(ada.files()).contains("after");
  }

  @Test
  void aRepositoryMadeByGitIsServed() {
    Path other = directory.resolve("other.git");
    GitProgram.run(directory, "init", "-q", "--bare", "-b", "trunk", other.toString());
    try (GithubEmulator second = GithubEmulator.over(other).start()) {
      Client trunk = new Client(second, second.token());
      assertThat(trunk.get("").text("/default_branch")).isEqualTo("trunk");
      second.person("Grace", "g@example.org").edit().write("a", "1").commit();
      assertThat(trunk.get("branches/trunk").status()).isEqualTo(200);
    }
  }
}
