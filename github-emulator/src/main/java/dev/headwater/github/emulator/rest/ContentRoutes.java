package dev.headwater.github.emulator.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headwater.github.emulator.git.TreeItem;
import dev.headwater.github.emulator.git.TreeListing;
import dev.headwater.github.emulator.git.TreeListing.Depth;
import dev.headwater.github.emulator.rest.Call.Media;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.revwalk.RevCommit;

/** Reading {@code contents}. */
final class ContentRoutes {
  private static final long MAX_JSON_BYTES = 1 << 20;
  private static final long MAX_RAW_BYTES = 100L << 20;
  private static final int MAX_DIRECTORY = 1_000;

  private final Site site;
  private final FileJson json;

  ContentRoutes(Site site) {
    this.site = site;
    this.json = new FileJson(site.links());
  }

  Answer read(Call call) throws IOException {
    if (site.repository().refs().isEmpty()) {
      throw Refusal.of(404, "This repository is empty.");
    }
    Optional<String> asked = call.query("ref");
    String ref = asked.isPresent() ? asked.get() : site.repository().defaultBranch();
    RevCommit commit =
        site.revisions()
            .commit(ref, call.sight())
            .orElseThrow(() -> Refusal.of(404, "No commit found for the ref " + ref));
    String path = trimmed(call.parameters().getOrDefault("path", ""));
    if (path.isEmpty()) {
      return directory(path, new TreeItem("", FileMode.TREE, commit.getTree(), 0), ref);
    }
    TreeItem item = site.revisions().at(commit.getTree(), path).orElseThrow(Refusal::notFound);
    return item.isTree() ? directory(path, item, ref) : file(call, path, item, ref);
  }

  static String trimmed(String path) {
    String start = path.startsWith("/") ? path.substring(1) : path;
    return start.endsWith("/") ? start.substring(0, start.length() - 1) : start;
  }

  private Answer directory(String path, TreeItem directory, String ref) throws IOException {
    ArrayNode items = Json.array();
    TreeListing listing =
        TreeListing.of(site.repository(), directory.id(), Depth.DIRECT, MAX_DIRECTORY);
    for (TreeItem item : listing.items()) {
      String full = path.isEmpty() ? item.path() : path + "/" + item.path();
      items.add(json.item(full, item, ref));
    }
    return Answer.json(200, items);
  }

  private Answer file(Call call, String path, TreeItem item, String ref) throws IOException {
    ObjectNode node = json.item(path, item, ref);
    if (FileMode.GITLINK.equals(item.mode())) {
      return Answer.json(200, node.putNull("submodule_git_url"));
    }
    if (item.size() > MAX_RAW_BYTES) {
      throw Refusal.of(403, "This API returns blobs up to 100 MB in size.");
    }
    if (call.media() == Media.RAW) {
      return Answer.bytes(BlobRoutes.RAW_TYPE, bytes(item));
    }
    if (FileMode.SYMLINK.equals(item.mode())) {
      return Answer.json(200, node.put("target", new String(bytes(item), UTF_8)));
    }
    boolean whole = item.size() <= MAX_JSON_BYTES;
    node.put("content", whole ? BlobRoutes.toBase64(bytes(item)) : "");
    return Answer.json(200, node.put("encoding", whole ? "base64" : "none"));
  }

  private byte[] bytes(TreeItem item) throws IOException {
    return site.repository().blob(item.id()).orElseThrow(Refusal::notFound);
  }
}
