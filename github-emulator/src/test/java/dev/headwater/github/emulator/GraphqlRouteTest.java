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
}
