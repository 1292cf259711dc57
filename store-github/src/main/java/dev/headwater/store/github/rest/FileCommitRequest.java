package dev.headwater.store.github.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Base64;
import java.util.TreeMap;

/** GraphQL's mutation {@code createCommitOnBranch}. Pure. */
final class FileCommitRequest {

  private static final String MUTATION =
      "mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input)"
          + " { commit { oid tree { oid } } } }";

  private FileCommitRequest() {}

  /**
   * The request.
   *
   * @param repository owner and name
   */
  static RestRequest of(FileCommit commit, URI graphql, String repository, String branch) {
    ObjectNode input = Json.object();
    input.putObject("branch").put("repositoryNameWithOwner", repository).put("branchName", branch);
    input.put("expectedHeadOid", commit.expected());
    int line = commit.message().indexOf("\n\n");
    ObjectNode message = input.putObject("message");
    message.put("headline", line < 0 ? commit.message() : commit.message().substring(0, line));
    message.put("body", line < 0 ? "" : commit.message().substring(line + 2));
    ObjectNode changes = input.putObject("fileChanges");
    ArrayNode additions = changes.putArray("additions");
    new TreeMap<>(commit.additions())
        .forEach(
            (path, content) ->
                additions
                    .addObject()
                    .put("path", path)
                    .put("contents", Base64.getEncoder().encodeToString(content)));
    ArrayNode deletions = changes.putArray("deletions");
    commit.deletions().forEach(path -> deletions.addObject().put("path", path));
    ObjectNode body = Json.object().put("query", MUTATION);
    body.putObject("variables").set("input", input);
    return RestRequest.write("POST", graphql, Json.bytes(body));
  }

  /**
   * What the answer means.
   *
   * @throws RequestFailedException if it tells an error, or not which commit was made
   */
  static FileCommit.Made made(RestRequest request, RestAnswer answer) {
    JsonNode body = GraphqlAnswer.withoutErrors(request, answer);
    JsonNode commit = body.at("/data/createCommitOnBranch/commit");
    String id = commit.path("oid").asText("");
    String tree = commit.at("/tree/oid").asText("");
    if (id.isEmpty() || tree.isEmpty()) {
      throw new RequestFailedException(GithubFailure.LOST, request.toString(), true, null);
    }
    return new FileCommit.Made(id, tree);
  }
}
