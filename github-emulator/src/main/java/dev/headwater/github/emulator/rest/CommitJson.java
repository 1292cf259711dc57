package dev.headwater.github.emulator.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headwater.github.emulator.git.FileChange;
import java.util.List;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;

/** Commits and their files in GitHub's two shapes: of the Git database and of the repository. */
final class CommitJson {
  private final Links links;

  CommitJson(Links links) {
    this.links = links;
  }

  /** As {@code git/commits} shows it. */
  ObjectNode git(RevCommit commit) {
    String id = commit.name();
    ObjectNode node = Json.object();
    node.put("sha", id).put("node_id", BlobRoutes.nodeId("Commit", id));
    node.put("url", links.gitCommit(id)).put("html_url", links.commitPage(id));
    node.set("author", person(commit.getAuthorIdent()));
    node.set("committer", person(commit.getCommitterIdent()));
    node.set("tree", tree(commit));
    node.put("message", commit.getFullMessage());
    node.set("parents", parents(commit, Shape.GIT));
    node.set("verification", unsigned());
    return node;
  }

  private enum Shape {
    GIT,
    REPOSITORY
  }

  /** As the list of commits shows it, without its files. */
  ObjectNode repository(RevCommit commit) {
    String id = commit.name();
    ObjectNode node = Json.object();
    node.put("sha", id).put("node_id", BlobRoutes.nodeId("Commit", id));
    ObjectNode inner = node.putObject("commit");
    inner.set("author", person(commit.getAuthorIdent()));
    inner.set("committer", person(commit.getCommitterIdent()));
    inner.put("message", commit.getFullMessage());
    inner.set("tree", tree(commit));
    inner.put("url", links.gitCommit(id)).put("comment_count", 0);
    inner.set("verification", unsigned());
    node.put("url", links.commit(id)).put("html_url", links.commitPage(id));
    node.put("comments_url", links.commit(id) + "/comments");
    node.putNull("author").putNull("committer");
    node.set("parents", parents(commit, Shape.REPOSITORY));
    return node;
  }

  private ObjectNode tree(RevCommit commit) {
    String id = commit.getTree().name();
    return Json.object().put("sha", id).put("url", links.tree(id));
  }

  private ArrayNode parents(RevCommit commit, Shape shape) {
    ArrayNode parents = Json.array();
    for (RevCommit parent : commit.getParents()) {
      String id = parent.name();
      String url = shape == Shape.GIT ? links.gitCommit(id) : links.commit(id);
      parents.addObject().put("sha", id).put("url", url).put("html_url", links.commitPage(id));
    }
    return parents;
  }

  private static ObjectNode person(PersonIdent person) {
    ObjectNode node = Json.object();
    node.put("name", person.getName()).put("email", person.getEmailAddress());
    return node.put("date", person.getWhenAsInstant().toString());
  }

  private static ObjectNode unsigned() {
    ObjectNode node = Json.object();
    node.put("verified", false).put("reason", "unsigned");
    return node.putNull("signature").putNull("payload").putNull("verified_at");
  }

  /** The files that a commit or a comparison changed, as they are in that commit. */
  ArrayNode files(List<FileChange> changes, String commit) {
    ArrayNode files = Json.array();
    changes.forEach(change -> files.add(file(change, commit)));
    return files;
  }

  private ObjectNode file(FileChange change, String commit) {
    ObjectNode node = Json.object();
    node.put("sha", change.id().name()).put("filename", change.path());
    node.put("status", status(change));
    node.put("additions", change.additions()).put("deletions", change.deletions());
    node.put("changes", change.additions() + change.deletions());
    node.put("blob_url", links.filePage(change.path(), commit));
    node.put("raw_url", links.raw(change.path(), commit));
    node.put("contents_url", links.contents(change.path(), commit));
    return change.previousPath().equals(change.path())
        ? node
        : node.put("previous_filename", change.previousPath());
  }

  private static String status(FileChange change) {
    return switch (change.type()) {
      case ADD -> "added";
      case MODIFY -> "modified";
      case DELETE -> "removed";
      case RENAME -> "renamed";
      case COPY -> "copied";
    };
  }
}
