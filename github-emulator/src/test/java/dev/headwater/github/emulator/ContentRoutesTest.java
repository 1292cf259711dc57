package dev.headwater.github.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.github.emulator.Client.Response;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentRoutesTest extends EmulatorCase {
  private static final String RAW = "application/vnd.github.raw+json";

  @Test
  void anEmptyRepositoryTakesItsFirstCommit() {
    assertThat(client.get("contents/README.md").status()).isEqualTo(404);
    Response created = put("docs/a b.txt", "hello", "");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.text("/content/path")).isEqualTo("docs/a b.txt");
    assertThat(ada.head()).contains(created.text("/commit/sha"));
    assertThat(ada.file("docs/a b.txt").orElseThrow()).asString(UTF_8).isEqualTo("hello");
  }

  private Response put(String path, String content, String sha) {
    Map<String, Object> body = new HashMap<>();
    body.put("message", "Put " + path);
    body.put("content", Base64.getEncoder().encodeToString(content.getBytes(UTF_8)));
    if (!sha.isEmpty()) {
      body.put("sha", sha);
    }
    return client.send("PUT", "contents/" + path.replace(" ", "%20"), body);
  }

  @Test
  void aFileIsReplacedOnlyByWhoKnowsIt() {
    seed();
    String sha = client.get("contents/config/db.json").sha();
    assertThat(put("config/db.json", "1", "").status()).isEqualTo(422);
    assertThat(put("config/db.json", "1", "a".repeat(40)).status()).isEqualTo(409);
    assertThat(put("config/db.json", "1", sha).status()).isEqualTo(200);
    assertThat(put("config/db.json", "2", sha).status()).isEqualTo(409);
    assertThat(ada.file("config/db.json").orElseThrow()).asString(UTF_8).isEqualTo("1");
  }

  @Test
  void aFileIsDeletedOnlyByWhoKnowsIt() {
    seed();
    String sha = client.get("contents/config/db.json").sha();
    assertThat(delete("config/db.json", "a".repeat(40)).status()).isEqualTo(409);
    assertThat(delete("config/absent", sha).status()).isEqualTo(404);
    Response deleted = delete("config/db.json", sha);
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.json().path("content").isNull()).isTrue();
    assertThat(ada.files()).doesNotContain("config/db.json");
  }

  private Response delete(String path, String sha) {
    return client.send("DELETE", "contents/" + path, Map.of("message", "Delete", "sha", sha));
  }

  @Test
  void aFileIsReadInBothForms() {
    seed();
    JsonNode json = client.get("contents/config/app.json").json();
    assertThat(json.path("type").asText()).isEqualTo("file");
    assertThat(Base64.getMimeDecoder().decode(json.path("content").asText()))
        .asString(UTF_8)
        .isEqualTo("{\"port\": 80}");
    Response raw = client.get("contents/config/app.json", "Accept", RAW);
    assertThat(raw.body()).asString(UTF_8).isEqualTo("{\"port\": 80}");
    assertThat(raw.header("Content-Type")).startsWith("application/vnd.github.raw");
  }

  @Test
  void aLargeFileIsReadAsBytesOnly() {
    seed();
    byte[] large = new byte[(1 << 20) + 1];
    ada.edit().write("large", large).commit();
    JsonNode json = client.get("contents/large").json();
    assertThat(json.path("encoding").asText()).isEqualTo("none");
    assertThat(json.path("content").asText()).isEmpty();
    assertThat(client.get("contents/large", "Accept", RAW).body()).hasSize(large.length);
  }

  @Test
  void aDirectoryIsListed() {
    seed();
    assertThat(names(client.get("contents"))).containsExactly("README.md", "config");
    assertThat(names(client.get("contents/"))).containsExactly("README.md", "config");
    assertThat(names(client.get("contents/config"))).containsExactly("app.json", "db.json");
    assertThat(client.get("contents").json().at("/1/type").asText()).isEqualTo("dir");
  }

  private static List<String> names(Response directory) {
    List<String> names = new ArrayList<>();
    directory.json().forEach(one -> names.add(one.path("name").asText()));
    return names;
  }

  @Test
  void moreThanAThousandEntriesAreNotListed() {
    PersonEdit edit = ada.edit();
    for (int i = 0; i < 1_001; i++) {
      edit.write("many/" + i, "x");
    }
    edit.commit();
    assertThat(client.get("contents/many").json()).hasSize(1_000);
  }

  @Test
  void linksAndSubmodulesAreNamedAsSuch() {
    ada.edit().link("link", "target").submodule("module", "a".repeat(40)).commit();
    assertThat(client.get("contents/link").text("/target")).isEqualTo("target");
    assertThat(client.get("contents").json().at("/0/type").asText()).isEqualTo("symlink");
    assertThat(client.get("contents").json().at("/1/type").asText()).isEqualTo("submodule");
    assertThat(client.get("git/trees/main").json().at("/tree/1/type").asText()).isEqualTo("commit");
  }

  @Test
  void aRefSaysWhichVersion() {
    String first = seed();
    ada.edit().write("config/db.json", "2").commit();
    ada.branch("old", first);
    for (String ref : List.of(first, "old", "heads/old", "refs/heads/old")) {
      assertThat(client.get("contents/config/db.json?ref=" + ref, "Accept", RAW).body())
          .as(ref)
          .asString(UTF_8)
          .isEqualTo("{}");
    }
    assertThat(client.get("contents/config/db.json?ref=none").status()).isEqualTo(404);
    assertThat(client.get("contents/none?ref=old").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a+b", "a%b", "ä/日本", "a b", "a#b?c", "a;b=c&d", "~", "\\"})
  void pathsAreTakenAsTheyAreMeant(String path) {
    ada.edit().write(path, "x").commit();
    JsonNode listed = client.get("git/trees/main?recursive=1").json().at("/tree");
    assertThat(listed.get(listed.size() - 1).path("path").asText()).isEqualTo(path);
    String url = client.get("contents").json().at("/0/url").asText();
    String own = url.substring(github.endpoint().toString().length());
    assertThat(client.get(own).status()).isEqualTo(200);
  }

  @Test
  void anotherBranchMayBeWritten() {
    seed();
    ada.branch("other");
    Map<String, Object> body = Map.of("message", "m", "content", "eA==", "branch", "other");
    assertThat(client.send("PUT", "contents/new", body).status()).isEqualTo(201);
    assertThat(ada.files()).doesNotContain("new");
    assertThat(client.get("contents/new?ref=other").status()).isEqualTo(200);
    Map<String, Object> nowhere = Map.of("message", "m", "content", "eA==", "branch", "none");
    assertThat(client.send("PUT", "contents/new", nowhere).status()).isEqualTo(404);
    github.faults().protect("other");
    assertThat(client.send("PUT", "contents/new2", body).status()).isEqualTo(409);
  }

  @Test
  void malformedPathsAreRefused() {
    seed();
    assertThat(put(".git/config", "x", "").status()).isEqualTo(422);
  }
}
