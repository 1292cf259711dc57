package dev.headwater.github.emulator.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headwater.github.emulator.git.FileChange;
import dev.headwater.github.emulator.git.History.Range;
import dev.headwater.github.emulator.rest.Call.Media;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/** {@code commits} and {@code branches}. */
final class CommitRoutes {
  private static final int USUAL_PER_PAGE = 30;
  private static final int FILES_PER_PAGE = 300;
  private static final int MAX_FILES = 3_000;

  private final Site site;
  private final CommitJson json;

  CommitRoutes(Site site) {
    this.site = site;
    this.json = new CommitJson(site.links());
  }

  Answer list(Call call) throws IOException {
    site.requireNotEmpty();
    Optional<String> asked = call.query("sha");
    String name = asked.isPresent() ? asked.get() : site.repository().defaultBranch();
    RevCommit from = site.revisions().commit(name, call.sight()).orElseThrow(Refusal::notFound);
    int size = call.perPage(USUAL_PER_PAGE);
    int skip = (call.page() - 1) * size;
    String path = ContentRoutes.trimmed(call.query("path").orElse(""));
    Range range = new Range(path, time(call, "since"), time(call, "until"), skip, size + 1);
    List<RevCommit> commits = site.history().log(from, range);
    ArrayNode page = Json.array();
    commits.stream().limit(size).forEach(commit -> page.add(json.repository(commit)));
    return Paging.link(call, site.links(), commits.size() > size, Answer.json(200, page));
  }

  private static Optional<Instant> time(Call call, String name) {
    try {
      return call.query(name).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  Answer read(Call call) throws IOException {
    site.requireNotEmpty();
    RevCommit commit = site.commit(call, call.parameter("ref"));
    if (call.media() == Media.SHA) {
      return Answer.text("application/vnd.github.sha", commit.name())
          .with("ETag", "\"" + commit.name() + "\"");
    }
    return Answer.json(200, withFiles(call, commit));
  }

  private ObjectNode withFiles(Call call, RevCommit commit) throws IOException {
    ObjectNode node = json.repository(commit);
    Optional<ObjectId> before =
        commit.getParentCount() == 0
            ? Optional.empty()
            : Optional.of(site.repository().commit(commit.getParent(0)).getTree());
    int skip = Math.min((call.page() - 1) * FILES_PER_PAGE, MAX_FILES);
    List<FileChange> files =
        site.differences().between(before, commit.getTree(), skip, FILES_PER_PAGE);
    int additions = files.stream().mapToInt(FileChange::additions).sum();
    int deletions = files.stream().mapToInt(FileChange::deletions).sum();
    ObjectNode stats = node.putObject("stats");
    stats.put("total", additions + deletions);
    stats.put("additions", additions).put("deletions", deletions);
    node.set("files", json.files(files, commit.name()));
    return node;
  }

  Answer branch(Call call) throws IOException {
    String name = call.parameter("branch");
    ObjectId id =
        site.view()
            .read(Constants.R_HEADS + name, call.sight())
            .orElseThrow(() -> Refusal.of(404, "Branch not found"));
    String self = site.links().repository("/branches/" + Links.encode(name));
    boolean guarded = site.rules().isProtected(name);
    ObjectNode node = Json.object().put("name", name);
    node.set("commit", json.repository(site.repository().commit(id)));
    String page = site.links().page("/tree/" + Links.encode(name));
    node.putObject("_links").put("self", self).put("html", page);
    node.put("protected", guarded).put("protection_url", self + "/protection");
    node.putObject("protection").put("enabled", guarded);
    return Answer.json(200, node);
  }
}
