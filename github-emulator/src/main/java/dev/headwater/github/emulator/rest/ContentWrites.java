package dev.headwater.github.emulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headwater.github.emulator.git.AbsentPathException;
import dev.headwater.github.emulator.git.PathRules;
import dev.headwater.github.emulator.git.Refs.Move;
import dev.headwater.github.emulator.git.Refs.Outcome;
import dev.headwater.github.emulator.git.TreeEdits;
import dev.headwater.github.emulator.git.TreeItem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/** Writing {@code contents}: one file, one commit. */
final class ContentWrites {
  private final Site site;
  private final CommitJson commits;
  private final FileJson files;

  ContentWrites(Site site) {
    this.site = site;
    this.commits = new CommitJson(site.links());
    this.files = new FileJson(site.links());
  }

  /** A write that passed the checks. */
  private record Change(
      Call call,
      JsonNode body,
      String path,
      String branch,
      Optional<RevCommit> head,
      Optional<TreeItem> before) {}

  Answer put(Call call) throws IOException {
    JsonNode body = call.json();
    byte[] content = BlobRoutes.fromBase64(Json.required(body, "content"));
    BlobRoutes.requireSize(site, content.length);
    Change change = checked(call, body);
    Optional<String> sha = Json.text(body, "sha");
    if (change.before().isPresent() && sha.isEmpty()) {
      throw Refusal.of(422, "Invalid request.\n\n\"sha\" wasn't supplied.");
    }
    requireMatch(change, sha);
    ObjectId blob = site.repository().insertBlob(content);
    TreeEdits edits = new TreeEdits().put(change.path(), FileMode.REGULAR_FILE, blob);
    RevCommit commit = commit(change, edits);
    TreeItem item = new TreeItem(change.path(), FileMode.REGULAR_FILE, blob, content.length);
    ObjectNode answer = Json.object();
    answer.set("content", files.item(change.path(), item, change.branch()));
    answer.set("commit", commits.git(commit));
    return Answer.json(change.before().isPresent() ? 200 : 201, answer);
  }

  Answer delete(Call call) throws IOException {
    Change change = checked(call, call.jsonOrQuery());
    if (change.before().isEmpty()) {
      throw Refusal.notFound();
    }
    requireMatch(change, Optional.of(Json.required(change.body(), "sha")));
    RevCommit commit = commit(change, new TreeEdits().delete(change.path()));
    ObjectNode answer = Json.object();
    answer.putNull("content");
    answer.set("commit", commits.git(commit));
    return Answer.json(200, answer);
  }

  private Change checked(Call call, JsonNode body) throws IOException {
    Json.required(body, "message");
    String path = ContentRoutes.trimmed(call.parameter("path"));
    if (!PathRules.isWellFormed(path)) {
      throw Refusal.of(422, "path contains a malformed path component");
    }
    WorkflowRule.require(call.caller(), path);
    Optional<String> asked = Json.text(body, "branch");
    String branch = asked.isPresent() ? asked.get() : site.repository().defaultBranch();
    Optional<RevCommit> head = head(branch);
    Protection.require(site.rules(), Constants.R_HEADS + branch, 409);
    Optional<TreeItem> before =
        head.isPresent() ? site.revisions().at(head.get().getTree(), path) : Optional.empty();
    return new Change(call, body, path, branch, head, before);
  }

  private Optional<RevCommit> head(String branch) throws IOException {
    Optional<ObjectId> id = site.repository().refs().read(Constants.R_HEADS + branch);
    if (id.isPresent()) {
      return Optional.of(site.repository().commit(id.get()));
    }
    if (site.repository().refs().isEmpty()) {
      return Optional.empty();
    }
    throw Refusal.of(404, "Branch " + branch + " not found");
  }

  private static void requireMatch(Change change, Optional<String> sha) {
    Optional<String> before = change.before().map(item -> item.id().name());
    if (sha.isPresent() && !sha.equals(before)) {
      throw Refusal.of(409, change.path() + " does not match " + sha.get());
    }
  }

  private RevCommit commit(Change change, TreeEdits edits) throws IOException {
    RevCommit commit = insert(change, edits);
    String ref = Constants.R_HEADS + change.branch();
    ObjectId expected = change.head().<ObjectId>map(head -> head).orElse(ObjectId.zeroId());
    site.view().note(ref);
    Outcome outcome = site.repository().refs().update(ref, expected, commit, Move.FAST_FORWARD);
    if (outcome != Outcome.DONE) {
      throw Refusal.of(409, change.branch() + " was changed meanwhile; try again");
    }
    site.view().note(ref);
    return commit;
  }

  private RevCommit insert(Change change, TreeEdits edits) throws IOException {
    Optional<ObjectId> base = change.head().map(RevCommit::getTree);
    CommitBuilder builder = new CommitBuilder();
    try {
      builder.setTreeId(site.repository().insertTree(edits, base));
    } catch (AbsentPathException e) {
      throw new IllegalStateException(e);
    }
    builder.setMessage(Json.required(change.body(), "message"));
    builder.setParentIds(change.head().<List<ObjectId>>map(List::of).orElse(List.of()));
    builder.setAuthor(Identities.author(change.body(), change.call().caller(), site.time()));
    builder.setCommitter(Identities.committer(change.body(), change.call().caller(), site.time()));
    return site.repository().insertCommit(builder);
  }
}
