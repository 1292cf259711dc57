package dev.headwater.github.emulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headwater.github.emulator.git.ObjectIds;
import dev.headwater.github.emulator.git.Refs.Move;
import dev.headwater.github.emulator.git.Refs.Outcome;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The mutations of GitHub's GraphQL that REST has no counterpart of: {@code createCommitOnBranch},
 * and {@code updateRefs}, which moves a ref if it is where the caller thinks, with force too. One
 * ref at a time, which has to exist and stays. As with GitHub, errors have the status 200.
 */
final class GraphqlRoute {
  private static final String UNPROCESSABLE = "UNPROCESSABLE";

  private final Site site;

  GraphqlRoute(Site site) {
    this.site = site;
  }

  Answer answer(Call call) throws IOException {
    JsonNode body = call.json();
    if (Json.text(body, "query").orElse("").contains("createCommitOnBranch")) {
      return new CommitOnBranch(site, call).answer(body.at("/variables/input"));
    }
    JsonNode updates = body.at("/variables/input/refUpdates");
    if (!Json.text(body, "query").orElse("").contains("updateRefs") || updates.size() != 1) {
      return error(
          UNPROCESSABLE,
          "The emulator knows createCommitOnBranch and, of one ref, updateRefs, in $input");
    }
    Links links = site.links();
    String repository = body.at("/variables/input/repositoryId").asText();
    if (!repository.equals(BlobRoutes.nodeId("Repository", links.owner() + "/" + links.name()))) {
      return error("NOT_FOUND", "Could not resolve to a node with the global id of " + repository);
    }
    if (!call.caller().mayWrite() || site.rules().isArchived()) {
      return error("FORBIDDEN", "Resource not accessible, or archived");
    }
    return update(updates.get(0));
  }

  private Answer update(JsonNode update) throws IOException {
    String name = update.path("name").asText();
    Optional<ObjectId> after = ObjectIds.parse(update.path("afterOid").asText());
    if (after.isEmpty() || !site.repository().has(after.get(), Constants.OBJ_COMMIT)) {
      return error(UNPROCESSABLE, "Object does not exist");
    }
    Optional<ObjectId> now = site.repository().refs().read(name);
    if (now.isEmpty()) {
      return error(UNPROCESSABLE, "Reference does not exist");
    }
    if (name.startsWith(Constants.R_HEADS)
        && site.rules().isProtected(name.substring(Constants.R_HEADS.length()))) {
      return error(UNPROCESSABLE, "Changes must be made through a pull request.");
    }
    ObjectId before = ObjectIds.parse(update.path("beforeOid").asText()).orElse(now.get());
    Move move = update.path("force").asBoolean(false) ? Move.FORCED : Move.FAST_FORWARD;
    site.view().note(name);
    Outcome outcome = site.repository().refs().update(name, before, after.get(), move);
    site.view().note(name);
    return switch (outcome) {
      case DONE -> done();
      case NOT_FAST_FORWARD -> error(UNPROCESSABLE, "Update is not a fast forward");
      case CONFLICT ->
          error(
              "STALE_DATA",
              "Expected " + name + " to point to " + before.name() + " but it did not");
    };
  }

  private static Answer done() {
    ObjectNode body = Json.object();
    body.putObject("data").putObject("updateRefs").putNull("clientMutationId");
    return Answer.json(200, body);
  }

  private static Answer error(String type, String message) {
    return error("updateRefs", type, message);
  }

  static Answer error(String mutation, String type, String message) {
    ObjectNode body = Json.object();
    body.putObject("data").putNull(mutation);
    ObjectNode error = body.putArray("errors").addObject();
    error.put("type", type).put("message", message);
    error.putArray("path").add(mutation);
    return Answer.json(200, body);
  }
}
