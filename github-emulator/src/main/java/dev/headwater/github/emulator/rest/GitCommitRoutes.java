package dev.headwater.github.emulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.github.emulator.git.ObjectIds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/** {@code git/commits}. */
final class GitCommitRoutes {
  private final Site site;
  private final CommitJson json;

  GitCommitRoutes(Site site) {
    this.site = site;
    this.json = new CommitJson(site.links());
  }

  Answer create(Call call) throws IOException {
    site.requireNotEmpty();
    JsonNode body = call.json();
    CommitBuilder builder = new CommitBuilder();
    builder.setMessage(Json.required(body, "message"));
    String tree = Json.required(body, "tree");
    builder.setTreeId(site.existing(tree, Constants.OBJ_TREE, "Tree SHA does not exist"));
    builder.setParentIds(parents(body));
    builder.setAuthor(Identities.author(body, call.caller(), site.time()));
    builder.setCommitter(Identities.committer(body, call.caller(), site.time()));
    RevCommit commit = site.repository().insertCommit(builder);
    return Answer.json(201, json.git(commit))
        .with("Location", site.links().gitCommit(commit.name()));
  }

  private List<ObjectId> parents(JsonNode body) throws IOException {
    List<ObjectId> parents = new ArrayList<>();
    for (JsonNode parent : body.path("parents")) {
      parents.add(
          site.existing(
              parent.asText(),
              Constants.OBJ_COMMIT,
              "Parent SHA does not exist or is not a commit" + " object"));
    }
    return parents;
  }

  Answer read(Call call) throws IOException {
    site.requireNotEmpty();
    ObjectId id = ObjectIds.parse(call.parameter("sha")).orElseThrow(Refusal::notFound);
    if (!site.repository().has(id, Constants.OBJ_COMMIT)) {
      throw Refusal.notFound();
    }
    return Answer.json(200, json.git(site.repository().commit(id)));
  }
}
