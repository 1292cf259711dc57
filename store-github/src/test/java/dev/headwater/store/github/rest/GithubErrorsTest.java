package dev.headwater.store.github.rest;

import static dev.headwater.store.github.rest.ScriptedGithub.json;
import static dev.headwater.store.github.rest.ScriptedGithub.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreUnavailableException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller sees of what GitHub says. */
class GithubErrorsTest {

  private static final String A = "a".repeat(40);
  private static final String MOVE = "PATCH /repos/owner/repo/git/refs/heads/main";

  private final RestFixture fixture = new RestFixture();
  private final ScriptedGithub server = fixture.server;
  private final GitRepository repository = fixture.open();

  @AfterEach
  void close() {
    repository.close();
    fixture.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | Bad credentials | PERMISSION | the token is wrong or has expired; renew the test",
        "403 | Resource not accessible by personal access token | PERMISSION | contents: write",
        "403 | Repository was archived so is read-only. | PERMISSION | unarchive it",
        "403 | Resource protected by organization SAML enforcement. | PERMISSION | single sign-on",
        "403 | Repository access blocked | PERMISSION | GitHub has closed the repository",
        "404 | Not Found | CONFIGURATION | there is no such repository, or the token of the test",
        "409 | Repository rule violations found | PERMISSION | the branch is protected",
        "422 | Cannot update this protected ref. | PERMISSION | the branch is protected",
        "422 | Changes must be made through a pull request. | PERMISSION | the branch is protected",
        "422 | tree.path contains a malformed path component | CONFIGURATION | path of a file",
        "422 | Something new | CONFIGURATION | does not take the request",
        "413 | Payload Too Large | LIMIT | does not take that much",
        "451 | Repository unavailable due to DMCA takedown. | PERMISSION | closed the repository"
      })
  void whatAPersonHasToMendIsRejectedOnce(int status, String said, Reason reason, String advice) {
    server.on(MOVE, message(status, said));

    RejectedException error =
        catchThrowableOfType(RejectedException.class, () -> repository.moveHead(A));
    assertThat(error.reason()).isEqualTo(reason);
    assertThat(error)
        .hasMessageStartingWith("github: test: 127.0.0.1")
        .hasMessageContaining("/owner/repo: ")
        .hasMessageContaining(advice)
        .hasMessageContaining(said);
    assertThat(error.subject()).isEqualTo(RestFixture.SUBJECT);
    assertThat(server.lines()).containsExactly(MOVE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "409 | Conflict",
        "422 | Object does not exist",
        "422 | base_tree is not a valid tree oid",
        "422 | Tree SHA does not exist"
      })
  void whatPassesIsTriedAgainAndThenUnavailable(int status, String said) {
    server.on(MOVE, message(status, said));

    assertThatThrownBy(() -> repository.moveHead(A))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(said);
    assertThat(server.lines()).hasSize(Attempts.MAX_TRIES);
  }

  @Test
  void aTransientRefusalOfATreeIsNotSeen() {
    server.on(
        "POST /repos/owner/repo/git/trees",
        message(422, "base_tree is not a valid tree oid"),
        json(201, "{\"sha\": \"" + A + "\", \"tree\": []}"));

    assertThat(repository.createTree(A, java.util.List.of(new TreeChange.Text("a", "b"))))
        .isEqualTo(A);
  }

  @Test
  void singleErrorsAreTold() {
    server.on(
        MOVE,
        json(
            422,
            """
            {"message": "Validation Failed", "errors": [{"code": "custom", "message": "sha is bad"}, "more"]}"""));

    assertThatThrownBy(() -> repository.moveHead(A))
        .hasMessageContaining("422 Validation Failed; sha is bad; more");
  }

  @Test
  void aRepositoryThatIsNotThereIsToldApartFromABranch() {
    server.on("GET /repos/owner/repo", message(404, "Not Found"));

    assertThatThrownBy(repository::head)
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("there is no such repository");
  }

  @Test
  void aServerThatIsNotThereIsUnavailable() {
    GithubAddress nowhere =
        new GithubAddress(URI.create("http://127.0.0.1:1"), "owner", "repo", Optional.of("main"));
    try (GitRepository away = fixture.open(nowhere, new GithubCredentials.Anonymous())) {
      assertThatThrownBy(away::head)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("can't be reached; check the network and http://127.0.0.1:1");
      assertThatThrownBy(() -> away.moveHead(A))
          .as("nothing was sent, so nothing happened")
          .isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void anAnswerThatIsNoneOfGithubIsNotBelieved() {
    server.on("GET /repos/owner/repo/commits/heads/main", json(200, "<html>Sign in</html>"));
    server.on("GET /repos/owner/repo/git/commits/" + A, json(200, "<html>Sign in</html>"));
    server.on("GET /repos/owner/repo/git/trees/" + A, json(200, "<html>Sign in</html>"));

    assertNotGithub(repository::head);
    assertNotGithub(() -> repository.commit(A));
    assertNotGithub(() -> repository.tree(A));
  }

  private static void assertNotGithub(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("the answer is not GitHub's")
        .hasMessageNotContaining("Sign in");
  }

  @Test
  void whatIsFollowedStaysOnTheServer() {
    server.on(
        "GET /repos/owner/repo/git/commits/" + A,
        message(301, "Moved", "Location", "/repositories/1/git/commits/" + A));
    server.on("GET /repositories/1/git/commits/" + A, message(404, "Not Found"));
    server.on(MOVE, message(307, "Moved", "Location", "/repositories/1/git/refs/heads/main"));
    server.on("PATCH /repositories/1/git/refs/heads/main", json(200, "{}"));

    assertThat(repository.commit(A)).isEmpty();
    assertThat(repository.moveHead(A)).isEqualTo(Moved.MOVED);
    assertThat(server.last().body()).contains(A);
    assertThat(server.last().header("Authorization")).contains(RestFixture.TOKEN);
  }

  @Test
  void theTokenIsNotSentToAnotherServer() {
    try (ScriptedGithub other = new ScriptedGithub()) {
      server.on(
          MOVE,
          message(307, "Moved", "Location", other.endpoint() + "/x"),
          message(301, ""),
          message(302, "Loop", "Location", "/repos/owner/repo/git/refs/heads/main"));

      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> repository.moveHead(A))
            .isInstanceOf(RejectedException.class)
            .hasMessageContaining("sent on to another server");
      }
      assertThat(other.seen()).isEmpty();
    }
  }

  @Test
  void aRepositoryThatWasRenamedIsUsedByItsNewName() {
    server.on("GET /repos/owner/repo", message(301, "Moved", "Location", "/repositories/1"));
    server.on(
        "GET /repositories/1",
        json(
            200,
            ScriptedGithub.REPOSITORY
                .replace("\"repo\"", "\"new\"")
                .replace("owner/repo", "owner/new")));
    server.on("GET /repos/owner/new/git/commits/" + A, message(404, ""));

    assertThat(repository.facts().fullName()).isEqualTo("owner/new");
    assertThat(repository.commit(A)).isEmpty();
    assertThat(server.last().line()).contains("/repos/owner/new/");
  }

  @Test
  void afterItIsClosedNothingIsSent() {
    repository.close();

    assertThatThrownBy(() -> repository.moveHead(A)).isInstanceOf(StoreException.class);
    assertThat(server.seen()).isEmpty();
  }
}
