package dev.headwater.github.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.github.emulator.Client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommitRoutesTest extends EmulatorCase {
  private static final String SHA = "application/vnd.github.sha";

  @Test
  void theHeadIsPolledForNothingButItsId() {
    String head = seed();
    for (String name : List.of("main", "heads/main", "refs/heads/main", "HEAD", head)) {
      Response answer = client.get("commits/" + name, "Accept", SHA);
      assertThat(answer.body()).as(name).asString(UTF_8).isEqualTo(head);
      assertThat(answer.header("ETag")).isEqualTo("\"" + head + "\"");
    }
    String known = "\"" + head + "\"";
    Response same = client.get("commits/main", "Accept", SHA, "If-None-Match", known);
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    String next = ada.edit().write("a", "1").commit();
    Response changed = client.get("commits/main", "Accept", SHA, "If-None-Match", known);
    assertThat(changed.body()).asString(UTF_8).isEqualTo(next);
  }

  @Test
  void jsonHasEntityTagsToo() {
    seed();
    Response first = client.get("commits/main");
    assertThat(first.header("ETag")).startsWith("W/\"");
    Response second = client.get("commits/main", "If-None-Match", first.header("ETag"));
    assertThat(second.status()).isEqualTo(304);
    ada.edit().write("a", "1").commit();
    assertThat(client.get("commits/main", "If-None-Match", first.header("ETag")).status())
        .isEqualTo(200);
  }

  @Test
  void anUnknownCommitIsSaidToBe() {
    seed();
    Response answer = client.get("commits/none", "Accept", SHA);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.message()).isEqualTo("No commit found for SHA: none");
  }

  @Test
  void aCommitShowsItsFiles() {
    seed();
    String commit =
        ada.edit()
            .write("config/app.json", "{\"port\": 81}\n")
            .write("new", "1\n2\n")
            .delete("config/db.json")
            .rename("README.md", "docs/README.md")
            .commit();
    JsonNode json = client.get("commits/" + commit).json();
    assertThat(statuses(json.path("files")))
        .containsExactly(
            "modified config/app.json",
            "removed config/db.json",
            "renamed docs/README.md",
            "added new");
    assertThat(json.at("/files/2/previous_filename").asText()).isEqualTo("README.md");
    assertThat(json.at("/files/3/additions").asInt()).isEqualTo(2);
    assertThat(json.at("/commit/author/email").asText()).isEqualTo("ada@example.org");
  }

  private static List<String> statuses(JsonNode files) {
    List<String> found = new ArrayList<>();
    files.forEach(
        file -> found.add(file.path("status").asText() + " " + file.path("filename").asText()));
    return found;
  }

  @Test
  void theLogIsPagedAndFilteredByPath() {
    seed();
    for (int i = 0; i < 5; i++) {
      clock.advance(Duration.ofMinutes(1));
      ada.edit().write(i % 2 == 0 ? "even/" + i : "odd/" + i, "x").message("No " + i).commit();
    }
    assertThat(messages(client.get("commits"))).startsWith("No 4", "No 3").hasSize(6);
    Response page = client.get("commits?per_page=2&page=2");
    assertThat(messages(page)).containsExactly("No 2", "No 1");
    assertThat(page.header("Link")).contains("rel=\"next\"").contains("rel=\"prev\"");
    assertThat(client.get("commits?per_page=2&page=3").header("Link")).doesNotContain("next");
    assertThat(messages(client.get("commits?path=even&per_page=1&sha=main")))
        .containsExactly("No 4");
    assertThat(messages(client.get("commits?path=odd"))).containsExactly("No 3", "No 1");
    assertThat(messages(client.get("commits?path=odd/1"))).containsExactly("No 1");
    assertThat(messages(client.get("commits?path=none"))).isEmpty();
    assertThat(messages(client.get("commits?since=2026-01-01T00:04:30Z"))).containsExactly("No 4");
    assertThat(client.get("commits?sha=none").status()).isEqualTo(404);
  }

  @Test
  void aLogOfAPathShowsCommitsAsTheyAre() {
    seed();
    ada.edit().write("a", "1").commit();
    String between = ada.edit().write("b", "1").commit();
    ada.edit().write("a", "2").commit();
    assertThat(client.get("commits?path=a").text("/0/parents/0/sha")).isEqualTo(between);
  }

  private static List<String> messages(Response log) {
    List<String> found = new ArrayList<>();
    log.json().forEach(one -> found.add(one.at("/commit/message").asText()));
    return found;
  }

  @Test
  void aBranchIsShown() {
    String head = seed();
    JsonNode branch = client.get("branches/main").json();
    assertThat(branch.at("/commit/sha").asText()).isEqualTo(head);
    assertThat(branch.path("protected").asBoolean()).isFalse();
    assertThat(client.get("branches/none").message()).isEqualTo("Branch not found");
  }

  @Test
  void comparisonsSayWhichIsAhead() {
    String first = seed();
    String second = ada.edit().write("a", "1").commit();
    ada.branch("side", first);
    String side = ada.edit().on("side").write("b", "1").commit();
    assertThat(compare(first, first).path("status").asText()).isEqualTo("identical");
    assertThat(compare(second, first).path("status").asText()).isEqualTo("behind");
    JsonNode ahead = compare(first, second);
    assertThat(ahead.path("status").asText()).isEqualTo("ahead");
    assertThat(ahead.path("ahead_by").asInt()).isEqualTo(1);
    assertThat(statuses(ahead.path("files"))).containsExactly("added a");
    JsonNode diverged = compare("main", "side");
    assertThat(diverged.path("status").asText()).isEqualTo("diverged");
    assertThat(diverged.path("behind_by").asInt()).isEqualTo(1);
    assertThat(diverged.at("/merge_base_commit/sha").asText()).isEqualTo(first);
    assertThat(diverged.at("/commits/0/sha").asText()).isEqualTo(side);
    assertThat(statuses(diverged.path("files"))).containsExactly("added b");
  }

  private JsonNode compare(String base, String head) {
    return client.get("compare/" + base + "..." + head).json();
  }

  @Test
  void comparisonsAreBounded() {
    String first = seed();
    for (int i = 0; i < 251; i++) {
      ada.edit().write("one", "" + i).message("No " + i).commit();
    }
    PersonEdit many = ada.edit();
    for (int i = 0; i < 301; i++) {
      many.write(String.format("many/%03d", i), "x" + i);
    }
    String last = many.commit();
    JsonNode whole = compare(first, last);
    assertThat(whole.path("total_commits").asInt()).isEqualTo(252);
    assertThat(whole.path("commits")).hasSize(250);
    assertThat(whole.at("/commits/0/commit/message").asText()).isEqualTo("No 0");
    assertThat(whole.path("files")).hasSize(300);
    Response second = client.get("compare/" + first + "..." + last + "?per_page=100&page=3");
    assertThat(second.json().path("commits")).hasSize(52);
    assertThat(second.json().path("files")).isEmpty();
    assertThat(second.header("Link")).doesNotContain("next");
  }

  @Test
  void comparisonsOfWhatIsNotThereAreNotFound() {
    String head = seed();
    assertThat(client.get("compare/none..." + head).status()).isEqualTo(404);
    assertThat(client.get("compare/" + head).status()).isEqualTo(404);
    String root =
        client.post("git/commits", Map.of("message", "m", "tree", client.treeOf(head))).sha();
    Response unrelated = client.get("compare/" + head + "..." + root);
    assertThat(unrelated.status()).isEqualTo(404);
    assertThat(unrelated.message()).startsWith("No common ancestor");
  }
}
