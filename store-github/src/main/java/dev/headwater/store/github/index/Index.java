package dev.headwater.store.github.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.store.ContentHash;
import dev.headwater.store.Key;
import dev.headwater.store.github.layout.HeldLine;
import dev.headwater.store.github.layout.IndexedEntry;
import dev.headwater.store.github.layout.Levels;
import dev.headwater.store.github.layout.Segment;
import dev.headwater.store.github.layout.SegmentName;
import dev.headwater.store.github.layout.SegmentName.Range;
import dev.headwater.store.github.layout.StoredValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of all entries of a repository after one of its commits. Immutable, so whoever has
 * one sees all of a commit or none of it; the next one shares nearly all of its memory. It holds
 * about half a kilobyte for each key of the repository, and no values.
 */
public final class Index {

  private static final Comparator<Segment> OLDEST_FIRST =
      Comparator.comparing(segment -> segment.name().range().last());

  private final String incarnation;
  private final long sequence;
  private final Contents contents;
  private final NavigableSet<SegmentName> segments;
  private final NavigableSet<SegmentName> damaged;

  private Index(
      String incarnation,
      long sequence,
      Contents contents,
      Collection<SegmentName> segments,
      Collection<SegmentName> damaged) {
    this.incarnation = incarnation;
    this.sequence = sequence;
    this.contents = contents;
    this.segments = Collections.unmodifiableNavigableSet(new TreeSet<>(segments));
    this.damaged = Collections.unmodifiableNavigableSet(new TreeSet<>(damaged));
  }

  /** The index of a repository without a commit of Headwater's. */
  public static Index empty(String incarnation) {
    return new Index(incarnation, 0, Contents.NOTHING, Set.of(), Set.of());
  }

  /**
   * The index after a commit, read from the start.
   *
   * @param sequence the commit's number
   * @param read what all segments say
   * @param present the segments' files
   */
  public static Index of(
      String incarnation,
      long sequence,
      Collection<Segment> read,
      Collection<SegmentName> present) {
    Contents contents = Contents.NOTHING;
    for (Segment segment : read.stream().sorted(OLDEST_FIRST).toList()) {
      contents = contents.with(segment);
    }
    return new Index(incarnation, sequence, contents, present, Set.of());
  }

  /** The files to read for {@link #caughtUp} by one who knows all commits up to this one. */
  public static List<SegmentName> toRead(Collection<SegmentName> present, long knownSequence) {
    return present.stream().filter(name -> name.range().last() > knownSequence).sorted().toList();
  }

  /** The index after the next commit, whose own segment this is. */
  public Index next(Segment own) {
    return next(List.of(own));
  }

  /** The index after the next commit, whose own segment has these files. */
  public Index next(List<Segment> own) {
    Contents now = contents;
    for (Segment segment : own) {
      now = now.with(segment);
    }
    return after(SegmentChanges.of(now, segments, damaged, sequence + 1), sequence + 1);
  }

  /**
   * The index after a later commit.
   *
   * @param newSequence the commit's number
   * @param read what the segments {@linkplain #toRead to read} say
   * @param present the segments' files
   */
  public Index caughtUp(
      long newSequence, Collection<Segment> read, Collection<SegmentName> present) {
    Contents now = contents.withHeld(heldOutside(read));
    Set<Key> told = told(read);
    if (read.stream().noneMatch(Index::hidesKeys)) {
      Set<SegmentName> names = read.stream().map(Segment::name).collect(Collectors.toSet());
      for (Range range : SegmentChanges.complete(names)) {
        now = now.without(range, told); // purged, and no longer told
      }
    }
    for (Segment segment : read.stream().sorted(OLDEST_FIRST).toList()) {
      now = now.with(segment);
    }
    return new Index(incarnation, newSequence, now, present, Set.of());
  }

  /** The index with what segments say that a person changed. */
  public Index reread(Collection<Segment> changed) {
    Contents now = contents;
    for (Segment segment : changed) {
      now = now.with(segment);
    }
    return with(now);
  }

  /** The same of another life of the repository. */
  public Index named(String newIncarnation) {
    return new Index(newIncarnation, sequence, contents, segments, damaged);
  }

  /**
   * The index where somebody else changed the segments' files. The next commit writes what is
   * missing, and deletes what is damaged.
   */
  public Index withLog(Collection<SegmentName> intact, Collection<SegmentName> newDamaged) {
    return new Index(incarnation, sequence, contents, intact, newDamaged);
  }

  /** The index with the hash and size of a value that has been read; as before if it is gone. */
  public Index withHash(IndexedEntry of, ContentHash hash, long size) {
    StoredValue value = of.value();
    if (value == null || !of.equals(contents.entries().get(of.key()))) {
      return this;
    }
    return with(contents.with(of.with(value.withHash(hash, size))));
  }

  /** The life of the repository that the sequence belongs to. */
  public String incarnation() {
    return incarnation;
  }

  /** The number of the last commit of Headwater's; 0 before the first. */
  public long sequence() {
    return sequence;
  }

  /** How many keys are known, purged ones included. */
  public int size() {
    return contents.entries().size();
  }

  /** What is known of the key; {@code null} if nothing is, or it was purged. */
  public @Nullable IndexedEntry find(Key key) {
    IndexedEntry entry = contents.entries().get(key);
    return entry == null || entry.isPurged() ? null : entry;
  }

  /** The line that should tell of the key and says nothing; {@code null} if there is none. */
  public @Nullable HeldLine heldAt(Key key) {
    return contents.heldAt(key);
  }

  /** All lines that say nothing. */
  public List<HeldLine> held() {
    return contents.held().all();
  }

  /** Whose value the file at exactly this path is; {@code null} if it is nobody's. */
  public @Nullable Key keyAt(String path) {
    return contents.paths().keyAt(path);
  }

  /**
   * Entries in key order, of keys that start with the prefix and come after another; those whose
   * newest line says nothing are left out.
   */
  public List<IndexedEntry> page(String prefix, @Nullable Key after, int limit) {
    List<IndexedEntry> page = new ArrayList<>();
    Iterator<IndexedEntry> all = from(prefix, after);
    while (page.size() < limit && all.hasNext()) {
      IndexedEntry entry = all.next();
      if (!entry.key().startsWith(prefix)) {
        break;
      }
      if ((after == null || entry.key().compareTo(after) > 0) && isTold(entry)) {
        page.add(entry);
      }
    }
    return page;
  }

  /** Entries that last changed after this position, in that order. */
  public List<IndexedEntry> changes(Position after, int limit) {
    List<IndexedEntry> page = new ArrayList<>();
    Iterator<IndexedEntry> all = contents.changes().valuesFrom(after);
    while (page.size() < limit && all.hasNext()) {
      IndexedEntry entry = all.next();
      boolean isAfter = entry.sequence() > after.sequence() || !entry.key().equals(after.key());
      if (isAfter && isTold(entry)) {
        page.add(entry);
      }
    }
    return page;
  }

  /** The segments' files. */
  public NavigableSet<SegmentName> segments() {
    return segments;
  }

  /** The commits that are in no segment any more. */
  public List<Range> missing() {
    return Levels.gaps(SegmentChanges.complete(segments), sequence);
  }

  /** Whether segments tell of all commits, and none of them is damaged. */
  public boolean isWhole() {
    return damaged.isEmpty() && missing().isEmpty();
  }

  Contents contents() {
    return contents;
  }

  NavigableSet<SegmentName> damaged() {
    return damaged;
  }

  Index after(SegmentChanges changes, long newSequence) {
    return new Index(incarnation, newSequence, changes.contents(), changes.names(), Set.of());
  }

  Index with(Contents newContents) {
    return new Index(incarnation, sequence, newContents, segments, damaged);
  }

  private boolean isTold(IndexedEntry entry) {
    return !entry.isPurged() && (contents.held().isEmpty() || contents.heldAt(entry.key()) == null);
  }

  private Iterator<IndexedEntry> from(String prefix, @Nullable Key after) {
    if (prefix.isEmpty()) {
      return after == null ? contents.entries().values() : contents.entries().valuesFrom(after);
    }
    if (prefix.getBytes(UTF_8).length > Key.MAX_BYTES) {
      return Collections.emptyIterator();
    }
    Key first = Key.of(prefix);
    Key start = after != null && after.compareTo(first) > 0 ? after : first;
    return contents.entries().valuesFrom(start);
  }

  private List<HeldLine> heldOutside(Collection<Segment> read) {
    return contents.held().all().stream()
        .filter(line -> read.stream().noneMatch(one -> one.name().range().has(line.sequence())))
        .toList();
  }

  private static boolean hidesKeys(Segment segment) {
    return segment.held().stream().anyMatch(line -> line.key() == null);
  }

  private static Set<Key> told(Collection<Segment> read) {
    Set<Key> told = new HashSet<>();
    for (Segment segment : read) {
      segment.entries().forEach(entry -> told.add(entry.key()));
      for (HeldLine line : segment.held()) {
        if (line.key() != null) {
          told.add(line.key());
        }
      }
    }
    return told;
  }
}
