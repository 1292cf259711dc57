package dev.headwater.github.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.github.emulator.Client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may do what. */
class AccessTest extends EmulatorCase {

  @Test
  void theCallerAndTheRepositoryAreShown() {
    seed();
    assertThat(client.get("/user").text("/login")).isEqualTo("headwater-bot");
    Response repository = client.get("");
    assertThat(repository.text("/full_name")).isEqualTo("acme/settings");
    assertThat(repository.text("/default_branch")).isEqualTo("main");
    assertThat(repository.json().at("/permissions/push").asBoolean()).isTrue();
    assertThat(client.get("/repos/ACME/Settings").status()).isEqualTo(200);
  }

  @Test
  void otherRepositoriesAndRoutesAreNotFound() {
    seed();
    assertThat(client.get("/repos/acme/other").status()).isEqualTo(404);
    assertThat(client.get("/repos/acme/other/git/ref/heads/main").status()).isEqualTo(404);
    assertThat(client.get("unknown").status()).isEqualTo(404);
    assertThat(client.get("/").status()).isEqualTo(404);
  }

  @Test
  void theAddressesOfEnterpriseServersWorkToo() {
    String head = seed();
    assertThat(client.get("/api/v3/repos/acme/settings/git/ref/heads/main").text("/object/sha"))
        .isEqualTo(head);
    assertThat(client.get("/api/v3/user").status()).isEqualTo(200);
  }

  @Test
  void aWrongTokenIsRefused() {
    seed();
    Response answer = client.with("ghp_wrong").get("");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.message()).isEqualTo("Bad credentials");
    assertThat(client.with("").get("").status()).isEqualTo(404);
    assertThat(client.with("").get("/user").message()).isEqualTo("Requires authentication");
  }

  @Test
  void aTokenIsAcceptedUntilItExpiresOrIsRevoked() {
    seed();
    github.accept(
        AccessToken.classic("ghp_short").expiringAt(clock.instant().plus(Duration.ofHours(1))));
    assertThat(client.with("ghp_short").get("").status()).isEqualTo(200);
    clock.advance(Duration.ofHours(1));
    assertThat(client.with("ghp_short").get("").status()).isEqualTo(401);
    github.revoke(github.token());
    assertThat(client.get("").status()).isEqualTo(401);
  }

  @Test
  void withoutAccessThereIsNoRepository() {
    seed();
    github.accept(AccessToken.fineGrained("github_pat_1").withoutAccess());
    assertThat(client.with("github_pat_1").get("").status()).isEqualTo(404);
    assertThat(client.with("github_pat_1").get("/user").status()).isEqualTo(200);
  }

  @Test
  void aTokenForReadingOnlyCannotWrite() {
    String head = seed();
    Map<AccessToken, String> messages =
        Map.of(
            AccessToken.classic("ghp_r").readOnly(), "Must have push access to repository",
            AccessToken.fineGrained("github_pat_r").readOnly(),
                "Resource not accessible by personal access token",
            AccessToken.installation("ghs_r").readOnly(), "Resource not accessible by integration");
    messages.forEach(
        (token, message) -> {
          github.accept(token);
          Client reader = client.with(token.secret());
          assertThat(reader.get("git/ref/heads/main").status()).isEqualTo(200);
          assertThat(reader.get("").json().at("/permissions/push").asBoolean()).isFalse();
          Response refused = reader.move(head, false);
          assertThat(refused.status()).isEqualTo(403);
          assertThat(refused.message()).isEqualTo(message);
        });
  }

  @Test
  void anInstallationIsNoUser() {
    github.accept(AccessToken.installation("ghs_1"));
    assertThat(client.with("ghs_1").get("/user").status()).isEqualTo(403);
  }

  @Test
  void anArchivedRepositoryIsReadOnly() {
    String head = seed();
    github.faults().archive();
    Response refused = client.move(head, false);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.message()).isEqualTo("Repository was archived so is read-only.");
    assertThat(client.get("").json().path("archived").asBoolean()).isTrue();
    github.faults().unarchive();
    assertThat(client.move(head, false).status()).isEqualTo(200);
  }

  @Test
  void workflowsNeedAPermissionOfTheirOwn() {
    String tree = client.treeOf(seed());
    List<Map<String, Object>> workflow = List.of(Client.file(".github/workflows/ci.yml", "on: x"));
    assertThat(client.tree(tree, workflow).status()).isEqualTo(404);
    github.accept(AccessToken.installation("ghs_1"));
    assertThat(client.with("ghs_1").tree(tree, workflow).status()).isEqualTo(403);
    github.accept(AccessToken.classic("ghp_2").withWorkflows());
    assertThat(client.with("ghp_2").tree(tree, workflow).status()).isEqualTo(201);
    Map<String, Object> body = Map.of("message", "m", "content", "eA==");
    String path = "contents/.github/workflows/ci.yml";
    assertThat(client.send("PUT", path, body).status()).isEqualTo(404);
    assertThat(client.with("ghp_2").send("PUT", path, body).status()).isEqualTo(201);
  }

  @Test
  void aTokenHidesItsSecret() {
    assertThat(AccessToken.classic("ghp_secret")).asString().doesNotContain("secret");
    assertThatThrownBy(() -> AccessToken.classic(" ")).isInstanceOf(IllegalArgumentException.class);
  }
}
