package dev.headwater.store.github.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Answers of GraphQL, whose errors have the status 200, too. Pure. */
final class GraphqlAnswer {

  private static final int MAX_SAID = 300;

  private GraphqlAnswer() {}

  /**
   * The answer's JSON.
   *
   * @throws RequestFailedException if it tells an error; then nothing happened, unless it is that
   *     GitHub took too long
   */
  static JsonNode withoutErrors(RestRequest request, RestAnswer answer) {
    JsonNode body = Json.parse(request, answer);
    JsonNode errors = body.path("errors");
    if (errors.isEmpty()) {
      return body;
    }
    StringBuilder said = new StringBuilder();
    errors.forEach(
        error ->
            said.append(error.path("type").asText(""))
                .append(' ')
                .append(error.path("message").asText(""))
                .append("; "));
    GithubFailure failure = AnswerTable.meaning(answer.status(), said.toString());
    throw new RequestFailedException(
        failure,
        Redaction.shown(said.toString(), Optional.empty(), MAX_SAID),
        failure == GithubFailure.SERVER,
        null);
  }
}
