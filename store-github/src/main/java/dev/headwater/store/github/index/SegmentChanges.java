package dev.headwater.store.github.index;

import dev.headwater.store.github.layout.HeldLine;
import dev.headwater.store.github.layout.IndexedEntry;
import dev.headwater.store.github.layout.Levels;
import dev.headwater.store.github.layout.RepositoryFile;
import dev.headwater.store.github.layout.Segment;
import dev.headwater.store.github.layout.SegmentName;
import dev.headwater.store.github.layout.SegmentName.Range;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a commit does to the segments. Pure: whoever makes the commit and whoever follows it come to
 * the same.
 *
 * @param contents what is known after it
 * @param names the segments' files after it
 * @param written those of them that it writes
 * @param removed the files that it deletes
 */
record SegmentChanges(
    Contents contents,
    NavigableSet<SegmentName> names,
    List<RepositoryFile> written,
    NavigableSet<SegmentName> removed) {

  /**
   * The changes.
   *
   * @param contents what is known after the commit
   * @param present the segments' files before it
   * @param damaged files among the segments that are not to be believed
   * @param sequence the commit's number
   */
  static SegmentChanges of(
      Contents contents,
      Collection<SegmentName> present,
      Collection<SegmentName> damaged,
      long sequence) {
    Set<Range> before = complete(present);
    NavigableSet<Range> after = Levels.after(before, sequence);
    NavigableSet<SegmentName> names = new TreeSet<>();
    present.stream()
        .filter(name -> before.contains(name.range()) && after.contains(name.range()))
        .forEach(names::add);
    List<RepositoryFile> written = new ArrayList<>();
    Contents now = contents;
    for (Range range : after) {
      if (!before.contains(range)) {
        now = write(range, now, written, names);
      }
    }
    NavigableSet<SegmentName> removed = new TreeSet<>(present);
    removed.addAll(damaged);
    removed.removeAll(names);
    return new SegmentChanges(now, names, written, removed);
  }

  /** The segments of which all parts are there. */
  static Set<Range> complete(Collection<SegmentName> names) {
    return names.stream().collect(Collectors.groupingBy(SegmentName::range)).values().stream()
        .filter(SegmentChanges::isComplete)
        .map(parts -> parts.get(0).range())
        .collect(Collectors.toSet());
  }

  private static boolean isComplete(List<SegmentName> parts) {
    int needed = parts.get(0).parts();
    return parts.size() == needed && parts.stream().allMatch(name -> name.parts() == needed);
  }

  private static Contents write(
      Range range,
      Contents contents,
      List<RepositoryFile> written,
      NavigableSet<SegmentName> names) {
    Contents now = range.first() == 1 ? contents.withoutPurged(range) : contents;
    List<IndexedEntry> entries = new ArrayList<>(now.changed(range));
    entries.sort(Comparator.comparing(IndexedEntry::key));
    List<HeldLine> held =
        now.held().all().stream().filter(line -> range.has(line.sequence())).toList();
    List<RepositoryFile> files = Segment.files(range, entries, held);
    written.addAll(files);
    files.forEach(file -> names.add(name(file)));
    return held.isEmpty() ? now : rehomed(now, range, files);
  }

  /* The lines that say nothing stand elsewhere now. */
  private static Contents rehomed(Contents contents, Range range, List<RepositoryFile> files) {
    List<HeldLine> held = new ArrayList<>(contents.held().all());
    held.removeIf(line -> range.has(line.sequence()));
    for (RepositoryFile file : files) {
      held.addAll(Segment.parse(name(file), file.content()).held());
    }
    return contents.withHeld(held);
  }

  private static SegmentName name(RepositoryFile file) {
    return Objects.requireNonNull(SegmentName.parse(file.path()));
  }
}
