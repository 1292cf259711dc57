package dev.headwater.github.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.github.emulator.Client.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The compare-and-set that REST lacks. */
class GraphqlRouteTest extends EmulatorCase {

  private Response update(String before, String after, boolean force) {
    Map<String, Object> update =
        Map.of("name", "refs/heads/main", "beforeOid", before, "afterOid", after, "force", force);
    Map<String, Object> input =
        Map.of("repositoryId", client.get("").text("/node_id"), "refUpdates", List.of(update));
    return client.post(
        "/graphql",
        Map.of(
            "query",
            "mutation($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }",
            "variables",
            Map.of("input", input)));
  }

  private String root(String head) {
    return client
        .post("git/commits", Map.of("message", "squash", "tree", client.treeOf(head)))
        .sha();
  }

  @Test
  void aRefIsMovedWithForceIfItIsWhereExpected() {
    String first = seed();
    String head = client.write("a", "1");
    String squash = root(head);
    assertThat(update(first, squash, true).text("/errors/0/message")).contains("but it did not");
    assertThat(update(head, squash, false).text("/errors/0/message")).contains("fast forward");
    assertThat(ada.head()).contains(head);
    Response moved = update(head, squash, true);
    assertThat(moved.json().has("errors")).isFalse();
    assertThat(moved.json().at("/data/updateRefs").isObject()).isTrue();
    assertThat(ada.head()).contains(squash);
  }

  @Test
  void whatRestRefusesIsRefused() {
    String head = seed();
    String squash = root(head);
    github.faults().protect("main");
    assertThat(update(head, squash, true).text("/errors/0/message")).contains("pull request");
    github.faults().archive();
    assertThat(update(head, squash, true).text("/errors/0/type")).isEqualTo("FORBIDDEN");
    github.faults().clear();
    assertThat(update(head, "0".repeat(40), true).json().has("errors")).isTrue();
    assertThat(client.post("/graphql", Map.of("query", "{viewer{login}}")).json().has("errors"))
        .isTrue();
    assertThat(ada.head()).contains(head);
  }

  private Response commit(String expected, Map<String, Object> changes) {
    Map<String, Object> input =
        Map.of(
            "branch",
            Map.of("repositoryNameWithOwner", github.repository(), "branchName", "main"),
            "expectedHeadOid",
            expected,
            "message",
            Map.of("headline", "Set", "body", "A-Trailer: 1\n"),
            "fileChanges",
            changes);
    return client.post(
        "/graphql",
        Map.of(
            "query",
            "mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input)"
                + " { commit { oid tree { oid } } } }",
            "variables",
            Map.of("input", input)));
  }

  @Test
  void filesAreCommittedIfTheBranchIsWhereExpected() {
    seed();
    String head = client.write("a", "1");
    Map<String, Object> changes =
        Map.of(
            "additions",
            List.of(Map.of("path", "d/b.bin", "contents", "AP8B")),
            "deletions",
            List.of(Map.of("path", "a")));
    Response made = commit(head, changes);
    String id = made.text("/data/createCommitOnBranch/commit/oid");
    assertThat(ada.head()).contains(id);
    assertThat(made.text("/data/createCommitOnBranch/commit/tree/oid"))
        .isEqualTo(client.treeOf(id));
    assertThat(ada.file("d/b.bin").orElseThrow()).isEqualTo(new byte[] {0, -1, 1});
    assertThat(ada.files()).doesNotContain("a");
    assertThat(ada.history().get(0).message()).isEqualTo("Set\n\nA-Trailer: 1\n");
    assertThat(commit(head, changes).text("/errors/0/type")).isEqualTo("STALE_DATA");
    assertThat(commit(id, changes).text("/errors/0/message")).contains("does not exist");
    assertThat(ada.head()).contains(id);
  }

  @Test
  void commitsThatRestRefusesAreRefused() {
    String head = seed();
    Map<String, Object> changes =
        Map.of("additions", List.of(Map.of("path", "secret/b", "contents", "AP8B")));
    github.faults().restrict("secret/");
    assertThat(commit(head, changes).text("/errors/0/message")).contains("restricted: secret/b");
    github.faults().protect("main");
    assertThat(commit(head, changes).text("/errors/0/message")).contains("pull request");
    github.faults().archive();
    assertThat(commit(head, changes).text("/errors/0/type")).isEqualTo("FORBIDDEN");
    github.faults().clear();
    assertThat(
            commit(head, Map.of("additions", List.of(Map.of("path", "a/../b", "contents", "AP8B"))))
                .text("/errors/0/message"))
        .contains("malformed");
    assertThat(ada.head()).contains(head);
  }
}
