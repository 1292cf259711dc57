package dev.headwater.store.github.index;

import dev.headwater.store.Key;
import dev.headwater.store.github.layout.HeldLine;
import dev.headwater.store.github.layout.IndexedEntry;
import dev.headwater.store.github.layout.Segment;
import dev.headwater.store.github.layout.SegmentName.Range;
import dev.headwater.store.github.layout.StoredValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the lines of all segments together say. Immutable.
 *
 * @param entries by key, purged ones too
 * @param changes the same by the commit that last changed them
 * @param paths the files of the values
 * @param held the lines that say nothing
 */
record Contents(
    SortedTree<Key, IndexedEntry> entries,
    SortedTree<Position, IndexedEntry> changes,
    OccupiedPaths paths,
    HeldLines held) {

  static final Contents NOTHING =
      new Contents(
          SortedTree.empty(Comparator.<Key>naturalOrder()),
          SortedTree.empty(Comparator.<Position>naturalOrder()),
          OccupiedPaths.NONE,
          HeldLines.NONE);

  /** With this, unless something newer is known of the key. */
  Contents with(IndexedEntry entry) {
    IndexedEntry old = entries.get(entry.key());
    if (old != null && old.sequence() > entry.sequence()) {
      return this;
    }
    return new Contents(
        entries.with(entry.key(), entry),
        changesWithout(old).with(position(entry), entry),
        pathsAfter(old, entry),
        held.withoutUpTo(entry.key(), entry.sequence()));
  }

  Contents with(Iterable<IndexedEntry> newEntries) {
    Contents now = this;
    for (IndexedEntry entry : newEntries) {
      now = now.with(entry);
    }
    return now;
  }

  /** With what a segment says; of its lines that say nothing, those of the last reading count. */
  Contents with(Segment segment) {
    List<HeldLine> lines = new ArrayList<>(held.all());
    lines.removeIf(line -> line.segment().equals(segment.name()));
    lines.addAll(segment.held());
    lines.removeIf(this::isOvertaken);
    return withHeld(lines).with(segment.entries());
  }

  Contents withHeld(List<HeldLine> lines) {
    return new Contents(entries, changes, paths, new HeldLines(lines));
  }

  Contents without(Key key) {
    IndexedEntry old = entries.get(key);
    return old == null
        ? this
        : new Contents(entries.without(key), changesWithout(old), pathsAfter(old, null), held);
  }

  /** Without the purged keys that these commits purged: nobody needs to be told any more. */
  Contents withoutPurged(Range range) {
    Contents now = this;
    for (IndexedEntry entry : changed(range)) {
      if (entry.isPurged()) {
        now = now.without(entry.key());
      }
    }
    return now;
  }

  /** Without what these commits changed last, but for these keys. */
  Contents without(Range range, Set<Key> kept) {
    Contents now = this;
    for (IndexedEntry entry : changed(range)) {
      if (!kept.contains(entry.key())) {
        now = now.without(entry.key());
      }
    }
    return now;
  }

  /** What these commits changed last, by commit and key. */
  List<IndexedEntry> changed(Range range) {
    List<IndexedEntry> found = new ArrayList<>();
    Iterator<IndexedEntry> all = changes.valuesFrom(new Position(range.first(), null));
    while (all.hasNext()) {
      IndexedEntry entry = all.next();
      if (entry.sequence() > range.last()) {
        break;
      }
      found.add(entry);
    }
    return found;
  }

  /** The line about this key that says nothing, if it is the newest of the key. */
  @Nullable HeldLine heldAt(Key key) {
    return held.at(key);
  }

  private boolean isOvertaken(HeldLine line) {
    IndexedEntry entry = line.key() == null ? null : entries.get(line.key());
    return entry != null && entry.sequence() > line.sequence();
  }

  private SortedTree<Position, IndexedEntry> changesWithout(@Nullable IndexedEntry entry) {
    return entry == null ? changes : changes.without(position(entry));
  }

  private OccupiedPaths pathsAfter(@Nullable IndexedEntry old, @Nullable IndexedEntry now) {
    StoredValue before = old == null ? null : old.value();
    StoredValue after = now == null ? null : now.value();
    if (before != null && after != null && before.path().equals(after.path())) {
      return paths;
    }
    OccupiedPaths rest = before == null ? paths : paths.without(before.path());
    return now == null || after == null ? rest : rest.with(after.path(), now.key());
  }

  private static Position position(IndexedEntry entry) {
    return new Position(entry.sequence(), entry.key());
  }
}
