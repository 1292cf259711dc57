package dev.headwater.github.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.github.emulator.Client.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefRoutesTest extends EmulatorCase {
  private static final String NOWHERE = "0123456789012345678901234567890123456789";

  @Test
  void aRefIsCreatedReadMovedAndDeleted() {
    String first = seed();
    Map<String, String> feature = Map.of("ref", "refs/heads/feature/one", "sha", first);
    Response created = client.post("git/refs", feature);
    assertThat(created.status()).isEqualTo(201);
    assertThat(client.get("git/ref/heads/feature/one").json()).isEqualTo(created.json());
    assertThat(client.get("git/refs/heads/feature/one").json()).isEqualTo(created.json());

    String second = client.commit(client.treeOf(first), first, "Second").sha();
    Response moved = client.patch("git/refs/heads/feature/one", Map.of("sha", second));
    assertThat(moved.text("/object/sha")).isEqualTo(second);
    assertThat(client.get("git/ref/heads/feature/one").text("/object/sha")).isEqualTo(second);

    assertThat(client.send("DELETE", "git/refs/heads/feature/one", null).status()).isEqualTo(204);
    assertThat(client.get("git/ref/heads/feature/one").status()).isEqualTo(404);
    assertThat(client.send("DELETE", "git/refs/heads/feature/one", null).status()).isEqualTo(422);
  }

  @Test
  void aRefMovesForwardOnlyUnlessForced() {
    String first = seed();
    String tree = client.treeOf(first);
    String mine = client.commit(tree, first, "Mine").sha();
    String theirs = client.commit(tree, first, "Theirs").sha();
    assertThat(client.move(theirs, false).status()).isEqualTo(200);
    Response lost = client.move(mine, false);
    assertThat(lost.status()).isEqualTo(422);
    assertThat(lost.message()).isEqualTo("Update is not a fast forward");
    assertThat(client.get("git/ref/heads/main").text("/object/sha")).isEqualTo(theirs);
    assertThat(client.move(mine, true).status()).isEqualTo(200);
    assertThat(ada.head()).contains(mine);
  }

  @Test
  void movingToWhereItIsChangesNothing() {
    String head = seed();
    assertThat(client.move(head, false).status()).isEqualTo(200);
  }

  @Test
  void whatIsThereOrNotThereIsSaid() {
    String head = seed();
    assertThat(client.post("git/refs", ref("refs/heads/main", head)).message())
        .isEqualTo("Reference already exists");
    assertThat(client.post("git/refs", ref("refs/heads/other", NOWHERE)).message())
        .isEqualTo("Object does not exist");
    assertThat(client.patch("git/refs/heads/other", Map.of("sha", head)).message())
        .isEqualTo("Reference does not exist");
    assertThat(client.move(NOWHERE, false).message()).isEqualTo("Object does not exist");
    assertThat(client.get("git/ref/heads/other").status()).isEqualTo(404);
    assertThat(client.send("DELETE", "git/refs/heads/main", null).status()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"heads/x", "refs/x", "main", "refs/heads/a..b", "refs/heads/a b"})
  void malformedNamesAreRefused(String name) {
    assertThat(client.post("git/refs", ref(name, seed())).status()).isEqualTo(422);
  }

  private static Map<String, String> ref(String name, String id) {
    return Map.of("ref", name, "sha", id);
  }

  @Test
  void refsAreListedByPrefix() {
    String head = seed();
    for (String name : List.of("refs/heads/feature/a", "refs/heads/feature/b", "refs/tags/v1")) {
      client.post("git/refs", ref(name, head));
    }
    assertThat(client.get("git/matching-refs/heads/feature").json()).hasSize(2);
    assertThat(client.get("git/matching-refs/heads/m").json()).hasSize(1);
    assertThat(client.get("git/matching-refs/heads/none").json()).isEmpty();
    assertThat(client.get("git/refs/heads/feature").json()).hasSize(2);
    assertThat(client.get("git/refs").json()).hasSize(4);
    assertThat(client.get("git/refs/heads/none").status()).isEqualTo(404);
    assertThat(client.get("git/ref/heads/feature").status()).isEqualTo(404);
  }

  @Test
  void aProtectedBranchStaysAndSaysWhy() {
    String head = seed();
    String next = client.commit(client.treeOf(head), head, "m").sha();
    github.faults().protect("main");
    Response refused = client.move(next, false);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.message()).contains("Changes must be made through a pull request.");
    assertThat(client.get("branches/main").json().path("protected").asBoolean()).isTrue();
    assertThat(ada.head()).contains(head);
    github.faults().unprotect("main");
    assertThat(client.move(next, false).status()).isEqualTo(200);
  }
}
