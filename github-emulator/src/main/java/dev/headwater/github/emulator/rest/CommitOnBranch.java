package dev.headwater.github.emulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headwater.github.emulator.git.AbsentPathException;
import dev.headwater.github.emulator.git.PathRules;
import dev.headwater.github.emulator.git.Refs.Move;
import dev.headwater.github.emulator.git.Refs.Outcome;
import dev.headwater.github.emulator.git.TreeEdits;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * GraphQL's {@code createCommitOnBranch}: whole files, in Base64, as a commit on a branch that is
 * where the caller thinks. Refusals are errors of GraphQL.
 */
final class CommitOnBranch {

  private final Site site;
  private final Call call;

  CommitOnBranch(Site site, Call call) {
    this.site = site;
    this.call = call;
  }

  Answer answer(JsonNode input) throws IOException {
    String full = site.links().owner() + "/" + site.links().name();
    if (!input.at("/branch/repositoryNameWithOwner").asText().equalsIgnoreCase(full)) {
      return error("NOT_FOUND", "Could not resolve to a Repository with that name");
    }
    if (!call.caller().mayWrite() || site.rules().isArchived()) {
      return error("FORBIDDEN", "Resource not accessible, or archived");
    }
    String name = Constants.R_HEADS + input.at("/branch/branchName").asText();
    Optional<ObjectId> now = site.repository().refs().read(name);
    if (now.isEmpty()) {
      return error("NOT_FOUND", "Branch does not exist");
    }
    try {
      return commit(input, name, now.get());
    } catch (Refusal e) {
      return error("UNPROCESSABLE", String.valueOf(e.getMessage()));
    } catch (AbsentPathException e) {
      return error("UNPROCESSABLE", "A path was requested for deletion which does not exist");
    }
  }

  private Answer commit(JsonNode input, String name, ObjectId now)
      throws IOException, AbsentPathException {
    String expected = input.path("expectedHeadOid").asText();
    if (!now.name().equals(expected)) {
      return stale(expected);
    }
    Protection.require(site.rules(), name, 422);
    RevCommit parent = site.repository().commit(now);
    RevCommit made =
        site.repository().commit(insert(input, parent, edits(input.path("fileChanges"))));
    Protection.requireFiles(site, now, made);
    site.view().note(name);
    Outcome outcome = site.repository().refs().update(name, now, made, Move.FAST_FORWARD);
    site.view().note(name);
    return outcome == Outcome.DONE ? made(made) : stale(expected);
  }

  private TreeEdits edits(JsonNode changes) throws IOException {
    TreeEdits edits = new TreeEdits();
    long bytes = 0;
    for (JsonNode addition : changes.path("additions")) {
      byte[] content = BlobRoutes.fromBase64(Json.required(addition, "contents"));
      bytes += content.length;
      BlobRoutes.requireSize(site, bytes);
      ObjectId blob = site.repository().insertBlob(content);
      edits.put(path(addition), FileMode.REGULAR_FILE, blob);
    }
    for (JsonNode deletion : changes.path("deletions")) {
      edits.delete(path(deletion));
    }
    return edits;
  }

  private String path(JsonNode change) {
    String path = Json.required(change, "path");
    if (path.startsWith("/") || !PathRules.isWellFormed(path)) {
      throw Refusal.of(422, "A path was requested which is malformed");
    }
    WorkflowRule.require(call.caller(), path);
    return path;
  }

  private ObjectId insert(JsonNode input, RevCommit parent, TreeEdits edits)
      throws IOException, AbsentPathException {
    PersonIdent author = Identities.author(Json.object(), call.caller(), site.time());
    String body = input.at("/message/body").asText();
    String headline = Json.required(input.path("message"), "headline");
    CommitBuilder builder = new CommitBuilder();
    builder.setTreeId(site.repository().insertTree(edits, Optional.of(parent.getTree())));
    builder.setMessage(body.isEmpty() ? headline : headline + "\n\n" + body);
    builder.setParentIds(List.of(parent));
    builder.setAuthor(author);
    builder.setCommitter(author);
    return site.repository().insertCommit(builder);
  }

  private static Answer made(RevCommit commit) {
    ObjectNode body = Json.object();
    ObjectNode node = body.putObject("data").putObject("createCommitOnBranch").putObject("commit");
    node.put("oid", commit.name()).putObject("tree").put("oid", commit.getTree().name());
    return Answer.json(200, body);
  }

  private static Answer stale(String expected) {
    return error(
        "STALE_DATA",
        "Expected branch to point to \"%s\" but it did not. Pull and try again."
            .formatted(expected));
  }

  private static Answer error(String type, String message) {
    return GraphqlRoute.error("createCommitOnBranch", type, message);
  }
}
