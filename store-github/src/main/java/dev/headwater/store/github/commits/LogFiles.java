package dev.headwater.store.github.commits;

import dev.headwater.store.github.content.Contents;
import dev.headwater.store.github.content.Question;
import dev.headwater.store.github.layout.FormatFile;
import dev.headwater.store.github.layout.RepositoryPaths;
import dev.headwater.store.github.layout.Segment;
import dev.headwater.store.github.layout.SegmentName;
import dev.headwater.store.github.rest.GitTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files of the index at one commit.
 *
 * @param format the id of the file that names the format; empty if there is none
 * @param segments the segments and their ids
 */
record LogFiles(Optional<String> format, Map<SegmentName, String> segments) {

  private static final String TREE = "tree";

  /** Lists them: a request for each level, and a few. */
  static LogFiles list(Question question, Contents contents, String commit) {
    Optional<GitTree> own = question.repository().treeOfPath(commit, RepositoryPaths.OWN_DIRECTORY);
    if (own.isEmpty()) {
      return new LogFiles(Optional.empty(), Map.of());
    }
    Optional<String> format = Optional.empty();
    Map<SegmentName, String> segments = new TreeMap<>();
    for (GitTree.Item item : own.get().items()) {
      String path = RepositoryPaths.OWN_DIRECTORY + "/" + item.path();
      if (path.equals(FormatFile.PATH)) {
        format = Optional.of(item.id());
      } else if (path.equals(SegmentName.DIRECTORY) && item.type().equals(TREE)) {
        segments.putAll(segments(question, contents, item.id()));
      }
    }
    return new LogFiles(format, segments);
  }

  private static Map<SegmentName, String> segments(
      Question question, Contents contents, String log) {
    Map<String, String> levels = new HashMap<>(); // path of each level by its tree
    for (GitTree.Item item : question.repository().tree(log).items()) {
      if (item.type().equals(TREE)) {
        levels.put(item.id(), SegmentName.DIRECTORY + "/" + item.path() + "/");
      }
    }
    Map<SegmentName, String> segments = new HashMap<>();
    contents
        .all(levels.keySet(), question.repository()::tree, question)
        .forEach(
            (id, tree) -> {
              for (GitTree.Item item : tree.items()) {
                SegmentName name = SegmentName.parse(levels.getOrDefault(id, "") + item.path());
                if (name != null) {
                  segments.put(name, item.id());
                }
              }
            });
    return segments;
  }

  /** Whether the file is there that names the format. */
  View.Format statedFormat() {
    return format.isPresent() ? View.Format.STATED : View.Format.MISSING;
  }

  Set<SegmentName> names() {
    return segments.keySet();
  }

  /** Reads these segments. */
  List<Segment> read(Question question, Contents contents, Collection<SegmentName> wanted) {
    Map<String, byte[]> bytes = contents.readAll(wanted.stream().map(this::id).toList(), question);
    List<Segment> read = new ArrayList<>();
    for (SegmentName name : wanted) {
      byte[] content = bytes.get(id(name));
      if (content != null) {
        read.add(Segment.parse(name, content));
      }
    }
    return read;
  }

  private String id(SegmentName name) {
    String id = segments.get(name);
    if (id == null) {
      throw new IllegalArgumentException("not listed: " + name);
    }
    return id;
  }
}
