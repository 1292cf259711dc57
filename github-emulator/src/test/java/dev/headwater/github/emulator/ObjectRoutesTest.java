package dev.headwater.github.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.github.emulator.Client.Response;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code git/blobs}, {@code git/trees} and {@code git/commits}. */
class ObjectRoutesTest extends EmulatorCase {
  private static final String NOWHERE = "0123456789012345678901234567890123456789";

  @Test
  void anEmptyRepositoryTakesAndGivesNoObjects() {
    for (Response answer :
        List.of(
            client.post("git/blobs", Map.of("content", "x")),
            client.post("git/trees", Map.of("tree", List.of())),
            client.post("git/commits", Map.of("message", "m", "tree", NOWHERE)),
            client.post("git/refs", Map.of("ref", "refs/heads/main", "sha", NOWHERE)),
            client.get("git/blobs/" + NOWHERE),
            client.get("git/trees/main"),
            client.get("git/commits/" + NOWHERE),
            client.get("git/ref/heads/main"),
            client.get("commits"),
            client.get("commits/main"))) {
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.message()).isEqualTo("Git Repository is empty.");
    }
  }

  @Test
  void aBlobComesBackAsItWasInBothForms() {
    seed();
    byte[] content = new byte[100_000];
    new Random(1).nextBytes(content);
    String id = client.blob(content);
    assertThat(client.get("git/blobs/" + id, "Accept", "application/vnd.github.raw+json").body())
        .isEqualTo(content);
    JsonNode json = client.get("git/blobs/" + id).json();
    assertThat(json.path("encoding").asText()).isEqualTo("base64");
    assertThat(json.path("size").asInt()).isEqualTo(content.length);
    assertThat(Base64.getMimeDecoder().decode(json.path("content").asText())).isEqualTo(content);
  }

  @Test
  void aBlobOfTextHasTheIdThatGitGivesIt() {
    seed();
    Response answer = client.post("git/blobs", Map.of("content", "hello\n"));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.sha()).isEqualTo("ce013625030ba8dba906f756967f9e9ca394464a");
    assertThat(answer.header("Location")).isEqualTo(answer.text("/url"));
  }

  @Test
  void blobsThatAreTooLargeOrUnreadableAreRefused() {
    seed();
    github.sizeLimits(SizeLimits.github().withMaxBlobBytes(1_000));
    String large = Base64.getEncoder().encodeToString(new byte[1_000]);
    Map<String, String> body = Map.of("content", large, "encoding", "base64");
    assertThat(client.post("git/blobs", body).status()).isEqualTo(422);
    assertThat(client.post("git/blobs", Map.of("content", "!", "encoding", "base64")).status())
        .isEqualTo(422);
    assertThat(client.post("git/blobs", Map.of("content", "x", "encoding", "rot13")).status())
        .isEqualTo(422);
    assertThat(client.get("git/blobs/" + NOWHERE).status()).isEqualTo(404);
    assertThat(client.get("git/blobs/main").status()).isEqualTo(422);
  }

  @Test
  void aBlobJustBelowGithubsLimitIsTaken() {
    seed();
    byte[] content = new byte[(40 << 20) - 1];
    String id = client.blob(content);
    assertThat(client.get("git/blobs/" + id, "Accept", "application/vnd.github.raw").body())
        .hasSize(content.length);
    String tooLarge = Base64.getEncoder().encodeToString(new byte[40 << 20]);
    assertThat(client.post("git/blobs", Map.of("content", tooLarge, "encoding", "base64")).status())
        .isEqualTo(422);
  }

  @Test
  void aTreeIsMadeOfContentsIdsAndDeletions() {
    String head = seed();
    String blob = client.blob(new byte[] {0, 1, 2});
    Response tree =
        client.tree(
            client.treeOf(head),
            List.of(
                Client.file("config/app.json", "{\"port\": 81}"),
                Client.file("bin/data", blob, "100755"),
                Client.gone("config/db.json")));
    assertThat(tree.status()).isEqualTo(201);
    client.move(client.commit(tree.sha(), head, "Change").sha(), false);
    assertThat(ada.files()).containsExactly("README.md", "bin/data", "config/app.json");
    assertThat(ada.file("config/app.json").orElseThrow()).asString(UTF_8).contains("81");
    assertThat(ada.file("bin/data").orElseThrow()).containsExactly(0, 1, 2);
  }

  @Test
  void aDirectoryWithoutFilesIsGone() {
    String head = seed();
    Response tree =
        client.tree(
            client.treeOf(head),
            List.of(Client.gone("config/app.json"), Client.gone("config/db.json")));
    assertThat(paths(tree)).containsExactly("README.md");
  }

  @Test
  void aFileTakesThePlaceOfADirectoryAndTheOtherWayRound() {
    String head = seed();
    Response file = client.tree(client.treeOf(head), List.of(Client.file("config", "x")));
    assertThat(paths(file)).containsExactly("README.md", "config");
    Response directory = client.tree(file.sha(), List.of(Client.file("config/a", "y")));
    assertThat(paths(client.get("git/trees/" + directory.sha() + "?recursive=1")))
        .containsExactly("README.md", "config", "config/a");
  }

  @Test
  void withoutABaseATreeHoldsItsEntriesAlone() {
    seed();
    Response tree = client.post("git/trees", Map.of("tree", List.of(Client.file("a", "1"))));
    assertThat(paths(tree)).containsExactly("a");
  }

  private static List<String> paths(Response tree) {
    List<String> paths = new ArrayList<>();
    tree.json().path("tree").forEach(item -> paths.add(item.path("path").asText()));
    return paths;
  }

  @ParameterizedTest
  @ValueSource(strings = {".git/config", "a/.GIT/b", "a//b", "./a", "a/../b", "", "a/"})
  void malformedPathsAreRefused(String path) {
    String head = seed();
    Response answer = client.tree(client.treeOf(head), List.of(Client.file(path, "x")));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.message()).isEqualTo("tree.path contains a malformed path component");
  }

  @Test
  void otherMistakesInTreesAreRefused() {
    String head = seed();
    String tree = client.treeOf(head);
    assertThat(client.tree(tree, List.of(Client.file("/a", "x"))).message())
        .isEqualTo("tree.path cannot start with a slash");
    assertThat(client.tree(NOWHERE, List.of(Client.file("a", "x"))).message())
        .isEqualTo("base_tree is not a valid tree oid");
    assertThat(client.tree(tree, List.of(Client.gone("absent"))).message())
        .isEqualTo("GitRPC::BadObjectState");
    assertThat(client.tree(tree, List.of(Client.gone("config/absent"))).status()).isEqualTo(422);
    assertThat(client.tree(tree, List.of(Client.file("a", NOWHERE, "100644"))).status())
        .isEqualTo(422);
    assertThat(client.tree(tree, List.of(Client.file("a", NOWHERE, "777"))).status())
        .isEqualTo(422);
    assertThat(client.post("git/trees", Map.of("base_tree", tree)).status()).isEqualTo(422);
  }

  @Test
  void aTreeWithTooMuchInItTimesOut() {
    String tree = client.treeOf(seed());
    List<Map<String, Object>> many = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      many.add(Client.file("many/" + i, "x"));
    }
    assertThat(client.tree(tree, many).status()).isEqualTo(201);
    many.add(Client.file("many/250", "x"));
    assertThat(client.tree(tree, many).message()).startsWith("Sorry, your request timed out.");
    Response large = client.tree(tree, List.of(Client.file("a", "x".repeat(2_500_001))));
    assertThat(large.message()).startsWith("Sorry, your request timed out.");
  }

  @Test
  void treesAreFoundByTheirIdACommitABranchAndAPath() {
    String head = seed();
    String tree = client.treeOf(head);
    for (String name : List.of(tree, head, "main", head + ":", "main%3A")) {
      assertThat(client.get("git/trees/" + name).sha()).as(name).isEqualTo(tree);
    }
    assertThat(paths(client.get("git/trees/" + head + ":config")))
        .containsExactly("app.json", "db.json");
    assertThat(client.get("git/trees/" + head + ":README.md").status()).isEqualTo(404);
    assertThat(client.get("git/trees/" + NOWHERE).status()).isEqualTo(404);
    assertThat(client.get("git/trees/elsewhere").status()).isEqualTo(404);
  }

  @Test
  void longListingsAreTruncatedAndSaySo() {
    seed();
    Response whole = client.get("git/trees/main?recursive=1");
    assertThat(paths(whole)).hasSize(4);
    assertThat(whole.json().path("truncated").asBoolean()).isFalse();
    github.faults().truncateTreesAt(3);
    Response part = client.get("git/trees/main?recursive=1");
    assertThat(paths(part)).hasSize(3);
    assertThat(part.json().path("truncated").asBoolean()).isTrue();
    github.faults().clear();
    github.sizeLimits(SizeLimits.github().withTrees(100_000, 500));
    assertThat(client.get("git/trees/main?recursive=1").json().path("truncated").asBoolean())
        .isTrue();
  }

  @Test
  void aCommitHasThePeopleAndTimesThatItWasGiven() {
    String head = seed();
    Map<String, Object> grace =
        Map.of("name", "Grace", "email", "g@example.org", "date", "2026-02-03T04:05:06Z");
    Response answer =
        client.post(
            "git/commits",
            Map.of(
                "message",
                "Subject\n\nBody\n\nTrailer: 1\n",
                "tree",
                client.treeOf(head),
                "parents",
                List.of(head),
                "author",
                grace));
    assertThat(answer.status()).isEqualTo(201);
    JsonNode commit = client.get("git/commits/" + answer.sha()).json();
    assertThat(commit).isEqualTo(answer.json());
    assertThat(commit.path("message").asText()).isEqualTo("Subject\n\nBody\n\nTrailer: 1\n");
    assertThat(commit.at("/author/date").asText()).isEqualTo("2026-02-03T04:05:06Z");
    assertThat(commit.at("/committer/name").asText()).isEqualTo("Grace");
    assertThat(commit.at("/parents/0/sha").asText()).isEqualTo(head);
  }

  @Test
  void aCommitOfNobodyIsTheCallersAtThisTime() {
    String head = seed();
    JsonNode commit = client.commit(client.treeOf(head), head, "m").json();
    assertThat(commit.at("/author/name").asText()).isEqualTo("headwater-bot");
    assertThat(commit.at("/committer/date").asText()).isEqualTo("2026-01-01T00:00:00Z");
  }

  @Test
  void commitsOfWhatIsNotThereAreRefused() {
    String head = seed();
    assertThat(client.commit(NOWHERE, head, "m").status()).isEqualTo(422);
    assertThat(client.commit(client.treeOf(head), NOWHERE, "m").status()).isEqualTo(422);
    assertThat(client.post("git/commits", Map.of("tree", client.treeOf(head))).status())
        .isEqualTo(422);
    assertThat(client.get("git/commits/" + NOWHERE).status()).isEqualTo(404);
    assertThat(client.get("git/commits/" + client.treeOf(head)).status()).isEqualTo(404);
  }

  @Test
  void aBodyThatIsNoJsonIsRefused() {
    seed();
    assertThat(client.post("git/blobs", List.of()).status()).isEqualTo(400);
  }
}
