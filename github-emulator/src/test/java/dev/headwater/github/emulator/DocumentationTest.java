package dev.headwater.github.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;

/** The example of docs/github-emulator.md. */
class DocumentationTest {

  @Test
  void theExampleRuns(@TempDir Path directory) throws IOException {
    try (GithubEmulator github = GithubEmulator.over(directory.resolve("data.git")).start()) {
      GitHub client =
          new GitHubBuilder()
              .withEndpoint(github.endpoint().toString())
              .withOAuthToken(github.token())
              .build();
      client
          .getRepository(github.repository())
          .createContent()
          .path("hello.txt")
          .content("Hello")
          .message("Say hello")
          .commit();
      assertThat(github.person("Ada", "ada@example.org").files()).containsExactly("hello.txt");
    }
  }
}
