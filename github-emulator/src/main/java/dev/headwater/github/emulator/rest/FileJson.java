package dev.headwater.github.emulator.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headwater.github.emulator.git.TreeItem;
import org.eclipse.jgit.lib.FileMode;

/** Files and directories as {@code contents} shows them. */
final class FileJson {
  private final Links links;

  FileJson(Links links) {
    this.links = links;
  }

  /** What a file and an entry of a directory have in common. */
  ObjectNode item(String path, TreeItem item, String ref) {
    String id = item.id().name();
    String self = links.contents(path, ref);
    String git = item.isTree() ? links.tree(id) : links.blob(id);
    String page =
        item.isTree()
            ? links.page("/tree/" + Links.encode(ref + "/" + path))
            : links.filePage(path, ref);
    ObjectNode node = Json.object();
    node.put("name", path.substring(path.lastIndexOf('/') + 1)).put("path", path);
    node.put("sha", id).put("size", item.size());
    node.put("url", self).put("html_url", page).put("git_url", git);
    node.put("download_url", item.isTree() ? null : links.raw(path, ref));
    node.put("type", type(item));
    node.putObject("_links").put("self", self).put("git", git).put("html", page);
    return node;
  }

  private static String type(TreeItem item) {
    if (item.isTree()) {
      return "dir";
    }
    if (FileMode.SYMLINK.equals(item.mode())) {
      return "symlink";
    }
    return FileMode.GITLINK.equals(item.mode()) ? "submodule" : "file";
  }
}
