package dev.headwater.store.github.rest;

import static dev.headwater.store.github.rest.ScriptedGithub.bytes;
import static dev.headwater.store.github.rest.ScriptedGithub.json;
import static dev.headwater.store.github.rest.ScriptedGithub.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.github.rest.Comparison.Change;
import dev.headwater.store.github.rest.Comparison.Status;
import dev.headwater.store.github.rest.GitTree.Item;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestGitRepositoryTest {

  private static final String A = "a".repeat(40);
  private static final String B = "b".repeat(40);
  private static final String T = "d".repeat(40);
  private static final String REPO = "/repos/owner/repo";
  private static final String HEAD = "GET /repos/owner/repo/commits/heads/main";

  private final RestFixture fixture = new RestFixture();
  private final ScriptedGithub server = fixture.server;
  private final GitRepository repository = fixture.open();

  @AfterEach
  void close() {
    repository.close();
    fixture.close();
  }

  @Test
  void everyRequestSaysWhoAsksAndWhichApi() {
    server.on(HEAD, bytes(200, A.getBytes(StandardCharsets.UTF_8)));
    repository.head();

    assertThat(server.last().header("Authorization")).isEqualTo("Bearer " + RestFixture.TOKEN);
    assertThat(server.last().header("Accept")).isEqualTo("application/vnd.github.sha");
    assertThat(server.last().header("X-GitHub-Api-Version")).isEqualTo("2022-11-28");
    assertThat(server.last().header("User-Agent")).isEqualTo("headwater");
  }

  @Test
  void headIsAskedForWithTheVersionThatIsKnown() {
    server.on(
        HEAD,
        bytes(
            200,
            A.getBytes(StandardCharsets.UTF_8),
            "ETag",
            "\"" + A + "\"",
            "Cache-Control",
            "private, max-age=60"),
        bytes(304, new byte[0], "ETag", "\"" + A + "\""),
        bytes(200, B.getBytes(StandardCharsets.UTF_8), "ETag", "\"" + B + "\""));

    assertThat(repository.head()).contains(A);
    assertThat(repository.head()).contains(A);
    assertThat(server.last().header("If-None-Match")).isEqualTo("\"" + A + "\"");
    assertThat(repository.head()).contains(B);
    assertThat(server.seen()).hasSize(3);
  }

  @Test
  void aBranchThatIsNotThereHasNoHead() {
    server.on(
        HEAD,
        message(422, "No commit found for SHA: heads/main"),
        message(404, "Not Found"),
        message(409, "Git Repository is empty."));

    assertThat(repository.head()).isEmpty();
    assertThat(repository.head()).isEmpty();
    assertThat(repository.head()).isEmpty();
  }

  @Test
  void theDefaultBranchIsUsedWhereNoneIsNamed() {
    GithubAddress address = new GithubAddress(server.endpoint(), "owner", "repo", Optional.empty());
    server.on(HEAD, bytes(200, A.getBytes(StandardCharsets.UTF_8)));

    try (GitRepository any = fixture.open(address, new GithubCredentials.Anonymous())) {
      assertThat(any.head()).contains(A);
      assertThat(any.defaultHead()).contains(A);
      assertThat(server.last().header("Authorization")).isEmpty();
    }
  }

  @Test
  void factsAreAskedForOnce() {
    RepositoryFacts facts = new RepositoryFacts("owner/repo", "main", true, false);

    assertThat(repository.facts()).isEqualTo(facts);
    assertThat(repository.facts()).isEqualTo(facts);
    assertThat(server.seen()).hasSize(1);
  }

  @Test
  void aRepositoryThatHasNotChangedIsReadFromTheAnswerBefore() {
    server.on(HEAD, message(404, "Not Found"));
    server.on(
        "GET " + REPO,
        json(200, ScriptedGithub.REPOSITORY, "ETag", "W/\"1\""),
        bytes(304, new byte[0]));

    assertThat(repository.head()).isEmpty();
    assertThat(repository.head()).isEmpty();
    assertThat(server.last().header("If-None-Match")).isEqualTo("W/\"1\"");
    assertThat(repository.facts().fullName()).isEqualTo("owner/repo");
  }

  @Test
  void readsACommit() {
    server.on(
        "GET " + REPO + "/git/commits/" + A,
        json(
            200,
            """
            {"sha": "%s", "tree": {"sha": "%s"}, "parents": [{"sha": "%s"}], "message": "One\\n\\nTwo",
             "author": {"name": "Ann", "email": "ann@example.org", "date": "2026-11-20T17:00:00Z"},
             "committer": {"name": "Bob", "email": "bob@example.org", "date": "2026-11-21T17:00:00Z"}}"""
                .formatted(A, T, B)));

    assertThat(repository.commit(A))
        .contains(
            new GitCommit(
                A,
                T,
                List.of(B),
                "One\n\nTwo",
                "Ann",
                "ann@example.org",
                Instant.parse("2026-11-21T17:00:00Z").toEpochMilli()));
    assertThat(server.seen()).hasSize(1);
  }

  @Test
  void aCommitThatIsNotThereIsAskedForAgainBeforeThatIsBelieved() {
    String line = "GET " + REPO + "/git/commits/" + A;
    server.on(line, message(404, "Not Found"));

    assertThat(repository.commit(A)).isEmpty();
    assertThat(server.lines()).containsExactly(line, line, line);
  }

  @Test
  void findsTheLastCommitOfAPath() {
    String line = "GET " + REPO + "/commits?sha=" + A + "&path=.headwater%2Flog&per_page=1";
    server.on(line, json(200, "[{\"sha\": \"" + B + "\"}]"), json(200, "[]"));

    assertThat(repository.lastCommitOf(".headwater/log", A)).contains(B);
    assertThat(repository.lastCommitOf(".headwater/log", A)).isEmpty();
  }

  @Test
  void listsATree() {
    server.on("GET " + REPO + "/git/trees/" + T, json(200, tree()));

    assertThat(repository.tree(T))
        .isEqualTo(
            new GitTree(
                T,
                List.of(
                    new Item("a.txt", "100644", "blob", A, 7),
                    new Item("log", "040000", "tree", B, 0)),
                true));
  }

  @Test
  void findsATreeByItsPathInTwoRequests() {
    String parent = "GET " + REPO + "/contents/.headwater?ref=" + A;
    server.on(
        parent,
        json(
            200,
            """
            [{"type": "dir", "name": "log", "path": ".headwater/log", "sha": "%s", "size": 0},
             {"type": "file", "name": "format.json", "path": ".headwater/format.json", "sha": "%s", "size": 3}]"""
                .formatted(T, B)));
    server.on("GET " + REPO + "/git/trees/" + T, json(200, tree()));

    assertThat(repository.treeOfPath(A, ".headwater/log").orElseThrow().id()).isEqualTo(T);
    assertThat(server.lines()).containsExactly(parent, "GET " + REPO + "/git/trees/" + T);
    assertThat(repository.treeOfPath(A, ".headwater/format.json")).isEmpty();
    assertThat(repository.treeOfPath(A, ".headwater/none")).isEmpty();
  }

  @Test
  void findsATopLevelTreeByWalking() {
    server.on(
        "GET " + REPO + "/git/commits/" + A,
        json(
            200,
            """
            {"sha": "%s", "tree": {"sha": "%s"}, "parents": [], "message": "",
             "author": {}, "committer": {"date": "2026-11-21T17:00:00Z"}}"""
                .formatted(A, T)));
    server.on("GET " + REPO + "/git/trees/" + T, json(200, tree()));
    server.on("GET " + REPO + "/git/trees/" + B, json(200, tree().replace(T, B)));

    assertThat(repository.treeOfPath(A, "log").orElseThrow().id()).isEqualTo(B);
    server.on("GET " + REPO + "/contents/log?ref=" + A, json(200, aThousandFiles()));
    assertThat(repository.treeOfPath(A, "log/log").orElseThrow().id())
        .as("where the listing may be cut off, by walking, too")
        .isEqualTo(B);
  }

  private static String aThousandFiles() {
    String file = "{\"type\": \"file\", \"name\": \"f\", \"sha\": \"" + T + "\", \"size\": 0}";
    return "[" + (file + ",").repeat(999) + file + "]";
  }

  @Test
  void readsBlobsAndFilesAsTheyAre() {
    byte[] any = {0, -1, 10, 13, (byte) 0xC3, 0x28};
    server.on("GET " + REPO + "/git/blobs/" + B, bytes(200, any));
    server.on("GET " + REPO + "/contents/a%20b/%25%C3%A9.txt?ref=" + A, bytes(200, any));

    assertThat(repository.blob(B)).isEqualTo(any);
    assertThat(server.last().header("Accept")).contains("raw");
    assertThat(repository.file(A, "a b/%é.txt"))
        .hasValueSatisfying(file -> assertThat(file).isEqualTo(any));
    assertThat(repository.file(A, "none")).isEmpty();
  }

  @Test
  void anEmptyBlobIsEmpty() {
    server.on("GET " + REPO + "/git/blobs/" + B, bytes(200, new byte[0]));

    assertThat(repository.blob(B)).isEmpty();
  }

  @Test
  void aBlobThatIsNotThereMayComeYet() {
    assertThatThrownBy(() -> repository.blob(B))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("does not have the object, or not yet");
  }

  @Test
  void storesABlob() throws Exception {
    byte[] any = {0, -1, 10};
    server.on("POST " + REPO + "/git/blobs", json(201, "{\"sha\": \"" + B + "\", \"url\": \"x\"}"));

    assertThat(repository.createBlob(any)).isEqualTo(B);
    assertThat(body()).isEqualTo(parse("{\"content\": \"AP8K\", \"encoding\": \"base64\"}"));
  }

  @Test
  void aTreeWithManyChangesIsOneRequest() throws Exception {
    server.on("POST " + REPO + "/git/trees", json(201, tree()));
    List<TreeChange> changes =
        List.of(
            new TreeChange.Text("a.txt", "é\n"),
            new TreeChange.Existing("b/c.bin", B),
            new TreeChange.Deleted("d"));

    assertThat(repository.createTree(A, changes)).isEqualTo(T);
    assertThat(server.lines()).hasSize(1);
    assertThat(body())
        .isEqualTo(
            parse(
                """
                {"base_tree": "%s", "tree": [
                 {"path": "a.txt", "mode": "100644", "type": "blob", "content": "é\\n"},
                 {"path": "b/c.bin", "mode": "100644", "type": "blob", "sha": "%s"},
                 {"path": "d", "mode": "100644", "type": "blob", "sha": null}]}"""
                    .formatted(A, B)));
  }

  @Test
  void storesACommit() throws Exception {
    server.on("POST " + REPO + "/git/commits", json(201, "{\"sha\": \"" + A + "\"}"));

    assertThat(repository.createCommit(new NewCommit(T, List.of(B), "Set a\n\nX: 1"))).isEqualTo(A);
    assertThat(body())
        .isEqualTo(
            parse(
                "{\"tree\": \"%s\", \"parents\": [\"%s\"], \"message\": \"Set a\\n\\nX: 1\"}"
                    .formatted(T, B)));
  }

  @Test
  void theBranchIsMovedWithoutForce() throws Exception {
    server.on(
        "PATCH " + REPO + "/git/refs/heads/main",
        json(200, "{}"),
        message(422, "Update is not a fast forward"),
        message(422, "Reference does not exist"));

    assertThat(repository.moveHead(A)).isEqualTo(Moved.MOVED);
    assertThat(body()).isEqualTo(parse("{\"sha\": \"%s\", \"force\": false}".formatted(A)));
    assertThat(repository.moveHead(A)).isEqualTo(Moved.NOT_FAST_FORWARD);
    assertThat(repository.moveHead(A)).isEqualTo(Moved.NOT_FAST_FORWARD);
    assertThat(server.seen()).hasSize(3);
  }

  @Test
  void aBranchIsMade() throws Exception {
    server.on(
        "POST " + REPO + "/git/refs", json(201, "{}"), message(422, "Reference already exists"));

    assertThat(repository.createHead(A)).isEqualTo(Moved.MOVED);
    assertThat(body())
        .isEqualTo(parse("{\"ref\": \"refs/heads/main\", \"sha\": \"%s\"}".formatted(A)));
    assertThat(repository.createHead(A)).isEqualTo(Moved.NOT_FAST_FORWARD);
  }

  @Test
  void anEmptyRepositoryGetsItsFirstCommit() throws Exception {
    server.on(
        "PUT " + REPO + "/contents/.headwater/README.md",
        json(201, "{}"),
        message(422, "Invalid request.\n\n\"sha\" wasn't supplied."));
    byte[] text = "Hi".getBytes(StandardCharsets.UTF_8);

    assertThat(repository.initialize(".headwater/README.md", text, "Begin")).isEqualTo(Moved.MOVED);
    assertThat(body()).isEqualTo(parse("{\"message\": \"Begin\", \"content\": \"SGk=\"}"));
    assertThat(repository.initialize(".headwater/README.md", text, "Begin"))
        .isEqualTo(Moved.NOT_FAST_FORWARD);
  }

  @Test
  void aBranchIsReplacedIfItIsWhereItShouldBe() throws Exception {
    server.on(
        "POST /graphql",
        json(200, "{\"data\": {\"updateRefs\": {\"clientMutationId\": null}}}"),
        json(
            200,
            """
            {"data": {"updateRefs": null}, "errors": [{"type": "UNPROCESSABLE",
             "message": "Expected refs/heads/main to point to \\"x\\" but it did not"}]}"""),
        json(200, "{\"errors\": [{\"type\": \"FORBIDDEN\", \"message\": \"no\"}]}"));

    assertThat(repository.replaceHead(A, B)).isEqualTo(Moved.MOVED);
    assertThat(body().path("variables"))
        .isEqualTo(
            parse(
                """
                {"input": {"repositoryId": "R_1", "refUpdates": [
                 {"name": "refs/heads/main", "beforeOid": "%s", "afterOid": "%s", "force": true}]}}"""
                    .formatted(A, B)));
    assertThat(repository.replaceHead(A, B)).isEqualTo(Moved.NOT_FAST_FORWARD);
    assertThatThrownBy(() -> repository.replaceHead(A, B))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("contents: write");
  }

  @Test
  void comparesCommits() {
    server.on(
        "GET " + REPO + "/compare/" + A + "..." + B,
        json(
            200,
            """
            {"status": "ahead", "ahead_by": 2, "merge_base_commit": {"sha": "%s"},
             "commits": [{"commit": {"committer": {"date": "2026-11-21T17:00:01Z"}}},
                         {"commit": {"committer": {"date": "2026-11-21T17:00:00Z"}}}],
             "files": [{"filename": "a", "status": "added", "sha": "%s"},
                       {"filename": "b", "status": "renamed", "previous_filename": "c", "sha": "%s"},
                       {"filename": "d", "status": "removed", "sha": "%s"}]}"""
                .formatted(A, T, T, T)));

    assertThat(repository.compare(A, B))
        .isEqualTo(
            new Comparison(
                Status.AHEAD,
                A,
                2,
                Instant.parse("2026-11-21T17:00:01Z").toEpochMilli(),
                List.of(
                    new Comparison.File("a", null, Change.ADDED, T),
                    new Comparison.File("b", "c", Change.RENAMED, T),
                    new Comparison.File("d", null, Change.REMOVED, T)),
                false));
  }

  @Test
  void commitsWithoutACommonAncestorAreUnrelated() {
    server.on(
        "GET " + REPO + "/compare/" + A + "..." + B,
        message(404, "No common ancestor between a and b."),
        message(404, "Not Found"));

    assertThat(repository.compare(A, B).status()).isEqualTo(Status.UNRELATED);
    assertThat(repository.compare(A, B).status()).isEqualTo(Status.UNRELATED);
  }

  @Test
  void saysWhereItIs() {
    assertThat(repository.location())
        .isEqualTo("127.0.0.1:%d/owner/repo, branch main".formatted(server.endpoint().getPort()));
  }

  private static String tree() {
    return """
        {"sha": "%s", "truncated": true, "tree": [
         {"path": "a.txt", "mode": "100644", "type": "blob", "sha": "%s", "size": 7},
         {"path": "log", "mode": "040000", "type": "tree", "sha": "%s"}]}"""
        .formatted(T, A, B);
  }

  private JsonNode body() throws Exception {
    return parse(server.last().body());
  }

  private static JsonNode parse(String json) throws Exception {
    return new ObjectMapper().readTree(json);
  }
}
