package dev.headwater.store.github.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.store.spi.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Asks GitHub for the token of an app's installation. */
final class AppTokenRequest {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final RestRequest request;
  private final Transport transport;

  AppTokenRequest(URI endpoint, long installation, Transport transport) {
    String path = "/app/installations/%d/access_tokens".formatted(installation);
    this.request =
        RestRequest.write("POST", URI.create(endpoint + path), Json.bytes(Json.object()));
    this.transport = transport;
  }

  /** A token and when it ends. */
  record Granted(Secret token, Instant ends) {}

  /**
   * Asks.
   *
   * @param app who the app is, signed
   * @throws RequestFailedException if there is no token; nothing else was sent
   */
  Granted send(Secret app, RestCall call) throws InterruptedException {
    Duration left = call.deadline().left();
    Duration timeout = left.compareTo(TIMEOUT) < 0 ? left : TIMEOUT;
    try {
      return granted(transport.send(request, Optional.of("Bearer " + app.reveal()), timeout));
    } catch (IOException e) {
      RequestFailedException failed = GithubErrors.unanswered(request, e, Optional.of(app));
      throw RequestFailedException.withoutEffect(failed.failure(), failed.said(), e);
    }
  }

  private Granted granted(RestAnswer answer) {
    if (answer.status() != 201) {
      throw RequestFailedException.withoutEffect(
          answer.status() >= 500 || answer.status() == 429
              ? GithubFailure.SERVER
              : GithubFailure.NO_CREDENTIAL,
          "GitHub gives no token to the app's installation: %d".formatted(answer.status()),
          null);
    }
    JsonNode body = Json.parse(request, answer);
    try {
      return new Granted(
          Credentials.checked(Secret.of(Json.text(request, body, "token")), "GitHub's answer"),
          Instant.parse(Json.text(request, body, "expires_at")));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw Json.notGithub(request);
    }
  }
}
