package dev.headwater.github.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Date;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kohsuke.github.GHCommit;
import org.kohsuke.github.GHCompare;
import org.kohsuke.github.GHContent;
import org.kohsuke.github.GHFileNotFoundException;
import org.kohsuke.github.GHRef;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GHTree;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.HttpException;

/** The library github-api finds what it expects. */
class GithubApiTest extends EmulatorCase {
  private GHRepository acme;
  private GitHub hub;

  @BeforeEach
  void open() throws IOException {
    hub =
        new GitHubBuilder()
            .withEndpoint(github.endpoint().toString())
            .withOAuthToken(github.token())
            .build();
    acme = hub.getRepository(github.repository());
  }

  @Test
  void theRepositoryIsOpened() throws IOException {
    assertThat(hub.isCredentialValid()).isTrue();
    assertThat(hub.getMyself().getLogin()).isEqualTo("headwater-bot");
    assertThat(acme.getDefaultBranch()).isEqualTo("main");
    assertThat(acme.hasPushAccess()).isTrue();
    assertThat(acme.isArchived()).isFalse();
  }

  @Test
  void limitsAreRead() throws IOException {
    github.rateLimits(RateLimits.github());
    assertThat(hub.getRateLimit().getCore().getLimit()).isEqualTo(5_000);
  }

  @Test
  @SuppressWarnings("JavaUtilDate") // what github-api takes
  void aCommitIsMadeFromBlobsToTheRef() throws IOException {
    String first = seed();
    String blob = acme.createBlob().binaryContent(new byte[] {1, 2, 0}).create().getSha();
    GHTree tree =
        acme.createTree()
            .baseTree(acme.getCommit(first).getTree().getSha())
            .add("data.bin", new byte[] {3, 4, 0}, false)
            .add("text.txt", "text", false)
            .delete("config/db.json")
            .create();
    GHCommit commit =
        acme.createCommit()
            .message("Made by github-api")
            .tree(tree.getSha())
            .parent(first)
            .author("Grace", "grace@example.org", new Date(1_000_000))
            .create();
    GHRef main = acme.getRef("heads/main");
    main.updateTo(commit.getSHA1());
    assertThat(acme.getBranch("main").getSHA1()).isEqualTo(commit.getSHA1());
    assertThat(ada.files()).containsExactly("README.md", "config/app.json", "data.bin", "text.txt");
    try (InputStream read = acme.readBlob(blob)) {
      assertThat(read.readAllBytes()).containsExactly(1, 2, 0);
    }
    assertThat(acme.getTreeRecursive("main", 1).getTree()).hasSize(5);
  }

  @Test
  @SuppressWarnings("deprecation") // what replaces them sends one request for each file
  void aTreeHasTextsInIt() throws IOException {
    String first = seed();
    github.requests().clear();
    GHTree tree =
        acme.createTree()
            .baseTree(client.treeOf(first))
            .textEntry("text.txt", "text", false)
            .shaEntry("again.txt", client.get("contents/README.md").sha(), false)
            .delete("config/db.json")
            .create();
    assertThat(tree.getTree()).extracting("path").contains("text.txt", "again.txt");
    assertThat(github.requests().count(one -> one.line().isWrite())).isEqualTo(1);
  }

  @Test
  void aLostRaceIsToldApart() throws IOException {
    String first = seed();
    String tree = client.treeOf(first);
    GHCommit mine = acme.createCommit().message("mine").tree(tree).parent(first).create();
    ada.edit().write("a", "1").commit();
    assertThatThrownBy(() -> acme.getRef("heads/main").updateTo(mine.getSHA1()))
        .isInstanceOf(HttpException.class)
        .hasMessageContaining("Update is not a fast forward");
  }

  @Test
  void contentsAreReadAndWritten() throws IOException {
    seed();
    GHContent content = acme.getFileContent("config/app.json");
    try (InputStream read = content.read()) {
      assertThat(new String(read.readAllBytes(), UTF_8)).contains("80");
    }
    content.update("{\"port\": 82}", "Change the port");
    acme.createContent().path("new.txt").content("new").message("Add").commit();
    acme.getFileContent("README.md").delete("Delete");
    assertThat(ada.files()).containsExactly("config/app.json", "config/db.json", "new.txt");
    assertThat(acme.getDirectoryContent("config")).hasSize(2);
    assertThatThrownBy(() -> acme.getFileContent("none"))
        .isInstanceOf(GHFileNotFoundException.class);
  }

  @Test
  void historyIsWalkedAndCompared() throws IOException {
    String first = seed();
    for (int i = 0; i < 45; i++) {
      ada.edit().write("a", "" + i).message("No " + i).commit();
    }
    List<GHCommit> commits =
        StreamSupport.stream(acme.queryCommits().path("a").list().spliterator(), false).toList();
    assertThat(commits).hasSize(45);
    GHCompare compare = acme.getCompare(first, "main");
    assertThat(compare.getStatus()).isEqualTo(GHCompare.Status.ahead);
    assertThat(compare.getFiles()).singleElement().extracting("fileName").isEqualTo("a");
    assertThat(commits.get(0).listFiles().toList()).hasSize(1);
  }

  @Test
  void branchesComeAndGo() throws IOException {
    String first = seed();
    acme.createRef("refs/heads/side", first);
    assertThat(acme.getRef("heads/side").getObject().getSha()).isEqualTo(first);
    acme.getRef("heads/side").delete();
    assertThatThrownBy(() -> acme.getRef("heads/side")).isInstanceOf(GHFileNotFoundException.class);
  }
}
