package dev.headwater.store.github.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.store.github.rest.Comparison.Change;
import dev.headwater.store.github.rest.Comparison.File;
import dev.headwater.store.github.rest.Comparison.Status;
import java.util.ArrayList;
import java.util.List;

/** A comparison as GitHub's JSON has it. Pure. */
final class ComparisonJson {

  private ComparisonJson() {}

  static Comparison comparison(RestRequest request, JsonNode body) {
    List<File> files = new ArrayList<>();
    body.path("files").forEach(file -> files.add(file(request, file)));
    return new Comparison(
        status(request, body),
        Json.text(request, body, "merge_base_commit", "sha"),
        body.path("ahead_by").asInt(),
        newest(request, body.path("commits")),
        files,
        files.size() >= Comparison.MAX_FILES);
  }

  private static Status status(RestRequest request, JsonNode body) {
    return switch (Json.text(request, body, "status")) {
      case "identical" -> Status.IDENTICAL;
      case "ahead" -> Status.AHEAD;
      case "behind" -> Status.BEHIND;
      case "diverged" -> Status.DIVERGED;
      default -> throw Json.notGithub(request);
    };
  }

  private static long newest(RestRequest request, JsonNode commits) {
    long newest = 0;
    for (JsonNode commit : commits) {
      JsonNode committer = commit.path("commit").path("committer");
      newest = Math.max(newest, CommitJson.millis(request, committer));
    }
    return newest;
  }

  private static File file(RestRequest request, JsonNode file) {
    return new File(
        Json.text(request, file, "filename"),
        file.path("previous_filename").asText(null),
        change(Json.text(request, file, "status")),
        file.path("sha").asText(""));
  }

  private static Change change(String word) {
    return switch (word) {
      case "added" -> Change.ADDED;
      case "removed" -> Change.REMOVED;
      case "renamed" -> Change.RENAMED;
      case "copied" -> Change.COPIED;
      case "unchanged" -> Change.UNCHANGED;
      default -> Change.MODIFIED; // "modified", "changed"
    };
  }
}
