package dev.headwater.store.github.index;

import dev.headwater.store.ContentHash;
import dev.headwater.store.Key;
import dev.headwater.store.github.layout.IndexedEntry;
import dev.headwater.store.github.layout.RepositoryPaths;
import dev.headwater.store.github.layout.StoredValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What people's commits since Headwater's last one are, as entries. They are what everybody sees at
 * once, and the next commit of Headwater's, whoever makes it, writes them into the index.
 *
 * <p>It is a function of the index at Headwater's last commit and of the files that differ since,
 * however many commits that were; never of an index with adopted entries. The one thing that
 * differs between processes is what each of them has told already and was undone since: that gets a
 * newer stamp, too.
 */
public final class Adoption {

  /** Nobody committed anything. */
  public static final Adoption NONE =
      new Adoption(new TreeMap<>(), List.of(), Set.of(), Set.of(), Set.of());

  private final NavigableMap<Key, IndexedEntry> entries;
  private final List<HeldPath> held;
  private final NavigableSet<String> indexFiles;
  private final NavigableSet<String> obsolete;
  private final NavigableSet<String> missing;

  Adoption(
      NavigableMap<Key, IndexedEntry> entries,
      List<HeldPath> held,
      Set<String> indexFiles,
      Set<String> obsolete,
      Set<String> missing) {
    this.entries = Collections.unmodifiableNavigableMap(new TreeMap<>(entries));
    this.held = List.copyOf(held);
    this.indexFiles = Collections.unmodifiableNavigableSet(new TreeSet<>(indexFiles));
    this.obsolete = Collections.unmodifiableNavigableSet(new TreeSet<>(obsolete));
    this.missing = Collections.unmodifiableNavigableSet(new TreeSet<>(missing));
  }

  /**
   * The entries of what people committed.
   *
   * @param base the index at Headwater's last commit
   * @param earlier what this process has adopted since some earlier commit and told, or {@link
   *     #NONE}
   * @param differences the files that differ between Headwater's last commit and the newest one
   * @param passage the commits in between
   * @param maxValueBytes the largest value
   */
  public static Adoption of(
      Index base,
      Adoption earlier,
      List<Difference> differences,
      Passage passage,
      long maxValueBytes) {
    return new Adopting(base, earlier, passage, maxValueBytes).adopt(differences);
  }

  /** The differences of all files of a tree from what the index says of them. */
  public static List<Difference> listing(Index base, Map<String, FoundFile> files) {
    List<Difference> differences = new ArrayList<>();
    Map<String, String> blobs = new TreeMap<>();
    for (IndexedEntry entry : base.page("", null, Integer.MAX_VALUE)) {
      blobs.putAll(entry.blobs());
    }
    new TreeMap<>(files)
        .forEach(
            (path, file) -> {
              if (!file.blob().equals(blobs.remove(path)) && !RepositoryPaths.isOwn(path)) {
                differences.add(new Difference(path, file, null));
              }
            });
    blobs.keySet().forEach(path -> differences.add(new Difference(path, null, null)));
    return differences;
  }

  /** The entries, in key order, as the next commit will have them. */
  public List<IndexedEntry> entries() {
    return List.copyOf(entries.values());
  }

  /** The files that are no values, or can't be. */
  public List<HeldPath> held() {
    return held;
  }

  /** The files of the index that people changed. */
  public NavigableSet<String> indexFiles() {
    return indexFiles;
  }

  /** Whether there is nothing to write into the index. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** What readers see: the index with these entries; its sequence is that of the index. */
  public Index onto(Index base) {
    return base.with(base.contents().with(entries.values()));
  }

  /** The same with the hash and size of a value that has been read; as before if it is gone. */
  public Adoption withHash(IndexedEntry of, ContentHash hash, long size) {
    StoredValue value = of.value();
    if (value == null || !of.equals(entries.get(of.key()))) {
      return this;
    }
    NavigableMap<Key, IndexedEntry> known = new TreeMap<>(entries);
    known.put(of.key(), of.with(value.withHash(hash, size)));
    return new Adoption(known, held, indexFiles, obsolete, missing);
  }

  @Nullable IndexedEntry find(Key key) {
    return entries.get(key);
  }

  NavigableMap<Key, IndexedEntry> byKey() {
    return entries;
  }

  /** Files of values that are now elsewhere: to be deleted. */
  NavigableSet<String> obsolete() {
    return obsolete;
  }

  /** Files that the index still believes in and that are gone. */
  NavigableSet<String> missing() {
    return missing;
  }
}
