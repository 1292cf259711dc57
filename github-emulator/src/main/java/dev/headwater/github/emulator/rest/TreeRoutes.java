package dev.headwater.github.emulator.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headwater.github.emulator.git.AbsentPathException;
import dev.headwater.github.emulator.git.TreeEdits;
import dev.headwater.github.emulator.git.TreeItem;
import dev.headwater.github.emulator.git.TreeListing;
import dev.headwater.github.emulator.git.TreeListing.Depth;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/** {@code git/trees}. */
final class TreeRoutes {
  private final Site site;

  TreeRoutes(Site site) {
    this.site = site;
  }

  Answer create(Call call) throws IOException {
    site.requireNotEmpty();
    JsonNode body = call.json();
    JsonNode entries = body.path("tree");
    if (!entries.isArray()) {
      throw Refusal.of(422, "Invalid tree info");
    }
    requireInTime(entries);
    Optional<ObjectId> base = base(call, body);
    TreeEdits edits = new TreeEntries(site, call.caller()).edits(entries);
    try {
      ObjectId tree = site.repository().insertTree(edits, base);
      return listing(201, tree, Depth.DIRECT).with("Location", site.links().tree(tree.name()));
    } catch (AbsentPathException e) {
      throw Refusal.of(422, "GitRPC::BadObjectState");
    }
  }

  private Optional<ObjectId> base(Call call, JsonNode body) throws IOException {
    Optional<String> name = Json.text(body, "base_tree");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Optional<ObjectId> tree = site.revisions().tree(name.get(), call.sight());
    if (tree.isEmpty()) {
      throw Refusal.of(422, "base_tree is not a valid tree oid");
    }
    return tree;
  }

  /**
   * GitHub gives up on trees with much content in them, long before the sizes that it documents.
   */
  private void requireInTime(JsonNode entries) {
    int inline = 0;
    long bytes = 0;
    for (JsonNode entry : entries) {
      JsonNode content = entry.path("content");
      if (content.isTextual()) {
        inline++;
        bytes += content.textValue().getBytes(UTF_8).length;
      }
    }
    if (inline > site.rules().maxInlineEntries() || bytes > site.rules().maxInlineBytes()) {
      throw Refusal.of(
          422,
          "Sorry, your request timed out. It's likely that your input was too large to process."
              + " Consider building the tree incrementally, or building the commits you need in a"
              + " local clone of the repository and then pushing them to GitHub.");
    }
  }

  Answer read(Call call) throws IOException {
    site.requireNotEmpty();
    Depth depth = call.query().containsKey("recursive") ? Depth.RECURSIVE : Depth.DIRECT;
    ObjectId tree =
        site.revisions().tree(call.parameter("tree"), call.sight()).orElseThrow(Refusal::notFound);
    return listing(200, tree, depth);
  }

  private Answer listing(int status, ObjectId tree, Depth depth) throws IOException {
    TreeListing listing =
        TreeListing.of(site.repository(), tree, depth, site.rules().maxTreeEntries());
    ArrayNode items = Json.array();
    long bytes = 0;
    boolean truncated = listing.truncated();
    for (TreeItem item : listing.items()) {
      ObjectNode node = item(item);
      bytes += Json.write(node).length;
      if (bytes > site.rules().maxTreeBytes()) {
        truncated = true;
        break;
      }
      items.add(node);
    }
    ObjectNode body = Json.object();
    body.put("sha", tree.name()).put("url", site.links().tree(tree.name()));
    body.set("tree", items);
    return Answer.json(status, body.put("truncated", truncated));
  }

  private ObjectNode item(TreeItem item) {
    String id = item.id().name();
    ObjectNode node = Json.object();
    node.put("path", item.path()).put("mode", item.modeText());
    node.put("type", item.type()).put("sha", id);
    return switch (item.type()) {
      case "blob" -> node.put("size", item.size()).put("url", site.links().blob(id));
      case "tree" -> node.put("url", site.links().tree(id));
      default -> node;
    };
  }
}
