package dev.headwater.store.github.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Entry;
import dev.headwater.store.github.index.FoundFile.Kind;
import dev.headwater.store.github.layout.GitHash;
import dev.headwater.store.github.layout.IndexedEntry;
import dev.headwater.store.github.layout.RepositoryPaths;
import dev.headwater.store.github.layout.Segment;
import dev.headwater.store.github.layout.SegmentName;
import dev.headwater.store.github.layout.StoredValue;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The files of a repository, in memory; blobs stay. A model of what git keeps of one commit. */
final class Tree {

  private final NavigableMap<String, FoundFile> files;
  private final Map<String, byte[]> blobs;

  private Tree(NavigableMap<String, FoundFile> files, Map<String, byte[]> blobs) {
    this.files = files;
    this.blobs = blobs;
  }

  static Tree empty() {
    return new Tree(new TreeMap<>(), new HashMap<>());
  }

  Tree copy() {
    return new Tree(new TreeMap<>(files), blobs);
  }

  Tree put(String path, String text) {
    return put(path, text.getBytes(UTF_8));
  }

  Tree put(String path, byte[] content) {
    String blob = GitHash.blob(content);
    blobs.put(blob, content);
    files.put(path, new FoundFile(blob, content.length, Kind.FILE));
    return this;
  }

  Tree put(String path, Kind kind) {
    files.put(path, new FoundFile(GitHash.blob(path.getBytes(UTF_8)), -1, kind));
    return this;
  }

  Tree delete(String path) {
    assertThat(files.remove(path)).as(path).isNotNull();
    return this;
  }

  Map<String, FoundFile> files() {
    return files;
  }

  boolean has(String path) {
    return files.containsKey(path);
  }

  byte[] content(String path) {
    return blobs.get(files.get(path).blob());
  }

  /** Does what a plan says, as strictly as GitHub. */
  Tree commit(CommitPlan plan) {
    Tree after = copy();
    for (FileChange change : plan.files()) {
      if (change instanceof FileChange.Put put) {
        after.put(change.path(), put.file().content());
      } else {
        after.delete(change.path());
      }
    }
    after.checkNoFileIsADirectory();
    return after;
  }

  /** Does to the files of the index what a plan says, and nothing else. */
  void takeSegments(CommitPlan plan) {
    for (FileChange change : plan.files()) {
      if (!RepositoryPaths.isOwn(change.path())) {
        continue;
      }
      if (change instanceof FileChange.Put put) {
        put(change.path(), put.file().content());
      } else {
        delete(change.path());
      }
    }
  }

  /** What differs in a later tree. */
  List<Difference> differences(Tree later) {
    TreeSet<String> paths = new TreeSet<>(files.keySet());
    paths.addAll(later.files.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String path : paths) {
      FoundFile now = later.files.get(path);
      FoundFile before = files.get(path);
      if (now == null || !now.equals(before)) {
        differences.add(new Difference(path, now, null));
      }
    }
    return differences;
  }

  NavigableSet<SegmentName> segments() {
    NavigableSet<SegmentName> names = new TreeSet<>();
    for (String path : files.keySet()) {
      SegmentName name = SegmentName.parse(path);
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }

  List<Segment> read(Collection<SegmentName> names) {
    return names.stream().map(name -> Segment.parse(name, content(name.path()))).toList();
  }

  /** The entry with its value, checked against the index. */
  Entry entry(IndexedEntry indexed) {
    StoredValue value = indexed.value();
    if (value == null) {
      return Entry.tombstone(indexed.key(), indexed.stamp());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    value.blobs().forEach(blob -> bytes.writeBytes(blobs.get(blob)));
    Entry entry = value.entry(indexed.key(), indexed.stamp(), bytes.toByteArray());
    if (value.hash() != null) {
      assertThat(entry.hash()).isEqualTo(value.hash());
      assertThat((long) bytes.size()).isEqualTo(value.size());
    }
    return entry;
  }

  List<Entry> entries(Index view) {
    return view.page("", null, Integer.MAX_VALUE).stream().map(this::entry).toList();
  }

  /** The files that are not the index's are exactly those that it names. */
  void checkDescribedBy(Index view) {
    Map<String, String> named = new TreeMap<>();
    view.page("", null, Integer.MAX_VALUE).forEach(entry -> named.putAll(entry.blobs()));
    Map<String, String> found = new TreeMap<>();
    files.forEach(
        (path, file) -> {
          if (!RepositoryPaths.isOwn(path)) {
            found.put(path, file.blob());
          }
        });
    assertThat(found).isEqualTo(named);
  }

  private void checkNoFileIsADirectory() {
    for (String path : files.keySet()) {
      String below = files.ceilingKey(path + "/");
      assertThat(below != null && below.startsWith(path + "/"))
          .as("%s is a file, and %s is there", path, below)
          .isFalse();
    }
  }
}
