package dev.headwater.store.github.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.store.github.rest.GitTree.Item;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Commits and directories as GitHub's JSON has them. Pure. */
final class CommitJson {

  private CommitJson() {}

  /** The answer of {@code git/commits/ID}. */
  static GitCommit commit(RestRequest request, JsonNode commit) {
    List<String> parents = new ArrayList<>();
    commit.path("parents").forEach(parent -> parents.add(Json.text(request, parent, "sha")));
    return new GitCommit(
        Json.text(request, commit, "sha"),
        Json.text(request, commit, "tree", "sha"),
        parents,
        Json.text(request, commit, "message"),
        commit.path("author").path("name").asText(""),
        commit.path("author").path("email").asText(""),
        millis(request, commit.path("committer")));
  }

  /** The id of the first commit of a list; empty if the list is. */
  static String firstId(RestRequest request, JsonNode commits) {
    return commits.isEmpty() ? "" : Json.text(request, commits.path(0), "sha");
  }

  /** When a person of a commit did it. */
  static long millis(RestRequest request, JsonNode person) {
    try {
      return OffsetDateTime.parse(Json.text(request, person, "date")).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      throw Json.notGithub(request);
    }
  }

  /** The answer of {@code contents/DIRECTORY}; empty if it is a file. */
  static List<Item> listing(RestRequest request, JsonNode contents) {
    List<Item> items = new ArrayList<>();
    if (contents.isArray()) {
      contents.forEach(entry -> items.add(item(request, entry)));
    }
    return items;
  }

  private static Item item(RestRequest request, JsonNode entry) {
    boolean directory = Json.text(request, entry, "type").equals("dir");
    return new Item(
        Json.text(request, entry, "name"),
        directory ? "040000" : "100644",
        directory ? "tree" : "blob",
        Json.text(request, entry, "sha"),
        entry.path("size").asLong());
  }
}
