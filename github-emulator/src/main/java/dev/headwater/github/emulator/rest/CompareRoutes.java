package dev.headwater.github.emulator.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headwater.github.emulator.git.FileChange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.revwalk.RevCommit;

/** {@code compare/{base}...{head}}: what head has since it left base. */
final class CompareRoutes {
  private static final int MAX_COMMITS = 250;
  private static final int MAX_FILES = 300;
  private static final String BETWEEN = "...";

  private final Site site;
  private final CommitJson json;

  CompareRoutes(Site site) {
    this.site = site;
    this.json = new CommitJson(site.links());
  }

  /** Two commits and what lies between them. */
  private record Comparison(
      RevCommit base, RevCommit head, RevCommit common, List<RevCommit> ahead, int behind) {

    String status() {
      if (ahead.isEmpty()) {
        return behind == 0 ? "identical" : "behind";
      }
      return behind == 0 ? "ahead" : "diverged";
    }
  }

  Answer compare(Call call) throws IOException {
    String names = call.parameter("basehead");
    int dots = names.indexOf(BETWEEN);
    if (dots <= 0 || dots + BETWEEN.length() == names.length()) {
      throw Refusal.notFound();
    }
    RevCommit base = commit(call, names.substring(0, dots));
    RevCommit head = commit(call, names.substring(dots + BETWEEN.length()));
    Optional<RevCommit> common = site.history().mergeBase(base, head);
    if (common.isEmpty()) {
      throw Refusal.of(404, "No common ancestor between " + names.replace(BETWEEN, " and ") + ".");
    }
    List<RevCommit> ahead = site.history().without(head, base);
    int behind = site.history().without(base, head).size();
    return answer(call, new Comparison(base, head, common.get(), ahead, behind));
  }

  private RevCommit commit(Call call, String name) throws IOException {
    return site.revisions().commit(name, call.sight()).orElseThrow(Refusal::notFound);
  }

  private Answer answer(Call call, Comparison found) throws IOException {
    String path = found.base().name() + BETWEEN + found.head().name();
    String self = site.links().repository("/compare/" + path);
    String page = site.links().page("/compare/" + path);
    ObjectNode node = Json.object().put("url", self).put("html_url", page);
    node.put("permalink_url", page);
    node.put("diff_url", page + ".diff").put("patch_url", page + ".patch");
    node.set("base_commit", json.repository(found.base()));
    node.set("merge_base_commit", json.repository(found.common()));
    node.put("status", found.status());
    node.put("ahead_by", found.ahead().size()).put("behind_by", found.behind());
    node.put("total_commits", found.ahead().size());
    int size = paged(call) ? call.perPage(MAX_FILES) : MAX_COMMITS;
    int skip = Math.min((call.page() - 1) * size, found.ahead().size());
    ArrayNode commits = node.putArray("commits");
    found.ahead().stream().skip(skip).limit(size).map(json::repository).forEach(commits::add);
    node.set("files", json.files(files(call, found), found.head().name()));
    boolean more = paged(call) && skip + size < found.ahead().size();
    return Paging.link(call, site.links(), more, Answer.json(200, node));
  }

  private static boolean paged(Call call) {
    return call.query("page").isPresent() || call.query("per_page").isPresent();
  }

  /** The first page alone has them, and no more than fit there. */
  private List<FileChange> files(Call call, Comparison found) throws IOException {
    return call.page() > 1
        ? List.of()
        : site.differences()
            .between(Optional.of(found.common().getTree()), found.head().getTree(), 0, MAX_FILES);
  }
}
