package dev.headwater.github.emulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headwater.github.emulator.git.RefView.Sight;
import dev.headwater.github.emulator.git.Refs;
import dev.headwater.github.emulator.git.Refs.Move;
import dev.headwater.github.emulator.git.Refs.Outcome;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/** {@code git/ref}, {@code git/refs} and {@code git/matching-refs}. */
final class RefRoutes {
  private static final String ABSENT = "Reference does not exist";
  private static final String NO_OBJECT = "Object does not exist";

  private final Site site;

  RefRoutes(Site site) {
    this.site = site;
  }

  Answer read(Call call) throws IOException {
    site.requireNotEmpty();
    String name = fullName(call);
    return found(name, call.sight()).orElseThrow(Refusal::notFound);
  }

  /** Not documented any more, and still there: the ref, else those below that name. */
  Answer readOrList(Call call) throws IOException {
    site.requireNotEmpty();
    Optional<Answer> exact = found(fullName(call), call.sight());
    return exact.isPresent() ? exact.get() : nonEmpty(list(call, fullName(call) + "/"));
  }

  private static Answer nonEmpty(ArrayNode refs) {
    if (refs.isEmpty()) {
      throw Refusal.notFound();
    }
    return Answer.json(200, refs);
  }

  Answer list(Call call) throws IOException {
    site.requireNotEmpty();
    return Answer.json(200, list(call, Constants.R_REFS));
  }

  Answer matching(Call call) throws IOException {
    site.requireNotEmpty();
    return Answer.json(200, list(call, fullName(call)));
  }

  private ArrayNode list(Call call, String prefix) throws IOException {
    ArrayNode refs = Json.array();
    for (String name : site.view().list(prefix, call.sight())) {
      Optional<ObjectId> id = site.view().read(name, call.sight());
      if (id.isPresent()) {
        refs.add(ref(name, id.get()));
      }
    }
    return refs;
  }

  private Optional<Answer> found(String name, Sight sight) throws IOException {
    return site.view().read(name, sight).map(id -> Answer.json(200, ref(name, id)));
  }

  private static String fullName(Call call) {
    return Constants.R_REFS + call.parameter("ref");
  }

  private ObjectNode ref(String name, ObjectId id) {
    ObjectNode node = Json.object();
    node.put("ref", name).put("node_id", BlobRoutes.nodeId("Ref", name));
    node.put("url", site.links().ref(name));
    ObjectNode object = node.putObject("object");
    object.put("sha", id.name()).put("type", "commit");
    object.put("url", site.links().gitCommit(id.name()));
    return node;
  }

  Answer create(Call call) throws IOException {
    site.requireNotEmpty();
    JsonNode body = call.json();
    String name = Json.required(body, "ref");
    requireWellFormed(name);
    ObjectId id = site.existing(Json.required(body, "sha"), Constants.OBJ_COMMIT, NO_OBJECT);
    site.view().note(name);
    if (refs().create(name, id) != Outcome.DONE) {
      throw Refusal.of(422, "Reference already exists");
    }
    site.view().note(name);
    return Answer.json(201, ref(name, id)).with("Location", site.links().ref(name));
  }

  private static void requireWellFormed(String name) {
    if (!name.startsWith(Constants.R_REFS) || name.split("/", -1).length < 3) {
      throw Refusal.of(
          422, "Reference name must contain at least three slash-separated components.");
    }
    if (!Repository.isValidRefName(name)) {
      throw Refusal.of(422, name + " is not a valid ref name.");
    }
  }

  Answer update(Call call) throws IOException {
    site.requireNotEmpty();
    String name = fullName(call);
    JsonNode body = call.json();
    ObjectId id = site.existing(Json.required(body, "sha"), Constants.OBJ_COMMIT, NO_OBJECT);
    requireExisting(name);
    Protection.require(site.rules(), name, 422);
    Protection.requireFiles(site, refs().read(name).orElse(id), id);
    Move move = body.path("force").asBoolean(false) ? Move.FORCED : Move.FAST_FORWARD;
    site.view().note(name);
    return switch (refs().move(name, id, move)) {
      case DONE -> {
        site.view().note(name);
        yield Answer.json(200, ref(name, id));
      }
      case NOT_FAST_FORWARD -> throw Refusal.of(422, "Update is not a fast forward");
      case CONFLICT -> throw Refusal.of(409, "Reference cannot be updated");
    };
  }

  Answer delete(Call call) throws IOException {
    site.requireNotEmpty();
    String name = fullName(call);
    requireExisting(name);
    Protection.require(site.rules(), name, 422);
    if (name.equals(Constants.R_HEADS + site.repository().defaultBranch())) {
      throw Refusal.of(422, "Cannot delete the default branch");
    }
    site.view().note(name);
    if (refs().delete(name) != Outcome.DONE) {
      throw Refusal.of(422, ABSENT);
    }
    site.view().note(name);
    return Answer.empty(204);
  }

  private void requireExisting(String name) throws IOException {
    if (refs().read(name).isEmpty()) {
      throw Refusal.of(422, ABSENT);
    }
  }

  private Refs refs() {
    return site.repository().refs();
  }
}
