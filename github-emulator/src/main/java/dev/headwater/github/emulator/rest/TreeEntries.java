package dev.headwater.github.emulator.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.github.emulator.git.ObjectIds;
import dev.headwater.github.emulator.git.PathRules;
import dev.headwater.github.emulator.git.TreeEdits;
import java.io.IOException;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/** The entries of a tree to be made, checked as GitHub checks them. */
final class TreeEntries {
  private static final Map<String, FileMode> MODES =
      Map.of(
          "100644", FileMode.REGULAR_FILE,
          "100755", FileMode.EXECUTABLE_FILE,
          "040000", FileMode.TREE,
          "160000", FileMode.GITLINK,
          "120000", FileMode.SYMLINK);

  private final Site site;
  private final Caller caller;

  TreeEntries(Site site, Caller caller) {
    this.site = site;
    this.caller = caller;
  }

  TreeEdits edits(JsonNode entries) throws IOException {
    TreeEdits edits = new TreeEdits();
    for (JsonNode entry : entries) {
      add(edits, entry);
    }
    return edits;
  }

  private void add(TreeEdits edits, JsonNode entry) throws IOException {
    String path = path(Json.text(entry, "path").orElse(""));
    WorkflowRule.require(caller, path);
    FileMode mode = MODES.get(Json.text(entry, "mode").orElse(""));
    if (mode == null) {
      throw Refusal.of(422, "Must supply a valid tree.mode");
    }
    if (entry.has("content") == entry.has("sha")) {
      throw Refusal.of(
          422,
          entry.has("sha")
              ? "Must supply either tree.sha or tree.content, not both"
              : "Must supply tree.sha or tree.content");
    }
    if (entry.has("sha") && entry.get("sha").isNull()) {
      edits.delete(path);
    } else {
      edits.put(path, mode, entry.has("sha") ? existing(entry, mode) : written(entry));
    }
  }

  private static String path(String path) {
    if (path.startsWith("/")) {
      throw Refusal.of(422, "tree.path cannot start with a slash");
    }
    if (!PathRules.isWellFormed(path)) {
      throw Refusal.of(422, "tree.path contains a malformed path component");
    }
    return path;
  }

  private ObjectId written(JsonNode entry) throws IOException {
    byte[] bytes = Json.required(entry, "content").getBytes(UTF_8);
    BlobRoutes.requireSize(site, bytes.length);
    return site.repository().insertBlob(bytes);
  }

  private ObjectId existing(JsonNode entry, FileMode mode) throws IOException {
    String id = Json.required(entry, "sha");
    String type = Constants.typeString(mode.getObjectType());
    String otherwise = "tree.sha " + id + " is not a valid " + type;
    return mode.getObjectType() == Constants.OBJ_COMMIT
        ? ObjectIds.parse(id).orElseThrow(() -> Refusal.of(422, otherwise))
        : site.existing(id, mode.getObjectType(), otherwise);
  }
}
