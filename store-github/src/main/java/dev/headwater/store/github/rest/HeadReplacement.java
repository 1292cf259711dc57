package dev.headwater.store.github.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;

/**
 * A branch that is to be moved from one commit to another one, whatever their history: GraphQL's
 * mutation {@code updateRefs}. Pure.
 *
 * @param repository what GraphQL calls the repository
 * @param branch the branch's name
 * @param from where it has to be
 * @param to where it goes
 */
record HeadReplacement(String repository, String branch, String from, String to) {

  private static final String MUTATION =
      "mutation($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }";

  RestRequest request(URI graphql) {
    ObjectNode input = Json.object().put("repositoryId", repository);
    input
        .putArray("refUpdates")
        .addObject()
        .put("name", "refs/heads/" + branch)
        .put("beforeOid", from)
        .put("afterOid", to)
        .put("force", true);
    ObjectNode body = Json.object().put("query", MUTATION);
    body.putObject("variables").set("input", input);
    return RestRequest.write("POST", graphql, Json.bytes(body));
  }

  /**
   * What the answer means.
   *
   * @throws RequestFailedException if it tells an error; then nothing happened
   */
  static Moved moved(RestRequest request, RestAnswer answer) {
    GraphqlAnswer.withoutErrors(request, answer);
    return Moved.MOVED;
  }
}
