package dev.headwater.store.github.index;

import dev.headwater.store.Batch;
import dev.headwater.store.Batch.Atomicity;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.MergeOutcome.Refused;
import dev.headwater.store.Purge;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.Write;
import dev.headwater.store.github.layout.Chunks;
import dev.headwater.store.github.layout.CommitText;
import dev.headwater.store.github.layout.CommitText.Deed;
import dev.headwater.store.github.layout.HeldLine;
import dev.headwater.store.github.layout.IndexedEntry;
import dev.headwater.store.github.layout.IndexedEntry.NoValue;
import dev.headwater.store.github.layout.IndexedEntry.State;
import dev.headwater.store.github.layout.RepositoryFile;
import dev.headwater.store.github.layout.StoredValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A plan being made; see {@link CommitPlan}. Used by one thread. */
final class Planning {

  /** The stamp up to which a purge forgets everything, what is no record too. */
  private static final Stamp LAST = new Stamp(Long.MAX_VALUE, Long.MAX_VALUE);

  private static final Key NOBODY = Key.of("-");

  private final Index base;
  private final Adoption adoption;
  private final Index view;
  private final CommitPlan.Context context;
  private final long sequence;

  /** What the works decided so far make of keys. */
  private final TreeMap<Key, Decided> decided = new TreeMap<>();

  private final TreeMap<String, FileChange> files = new TreeMap<>();
  private final Set<String> doubtful = new HashSet<>();
  private OccupiedPaths occupied;

  /** What a key will hold: an entry, or nothing any more. */
  private record Decided(Stamp stamp, @Nullable Entry entry) {}

  Planning(Index base, Adoption adoption, CommitPlan.Context context) {
    this.base = base;
    this.adoption = adoption;
    this.view = adoption.onto(base);
    this.context = context;
    this.sequence = base.sequence() + 1;
    this.occupied = view.contents().paths();
  }

  CommitWork.Outcome decide(CommitWork work) {
    if (work instanceof CommitWork.Forgetting forgetting) {
      return new CommitWork.Outcome.Forgot(
          (int) forgetting.purges().stream().filter(this::forget).count());
    }
    Batch batch = ((CommitWork.Merging) work).batch();
    return batch.atomicity() == Atomicity.ALL ? together(batch) : each(batch);
  }

  private CommitWork.Outcome each(Batch batch) {
    List<MergeOutcome> outcomes = new ArrayList<>();
    for (Write write : batch.writes()) {
      CorruptEntryException corrupt = corrupt(write.key());
      MergeOutcome outcome = corrupt == null ? outcome(write) : new MergeOutcome.Failed(corrupt);
      if (outcome.wrote()) {
        put(write);
      }
      outcomes.add(outcome);
    }
    return new CommitWork.Outcome.Merged(outcomes);
  }

  private CommitWork.Outcome together(Batch batch) {
    List<MergeOutcome> outcomes = new ArrayList<>();
    for (Write write : batch.writes()) {
      CorruptEntryException corrupt = corrupt(write.key());
      if (corrupt != null) {
        return new CommitWork.Outcome.Failed(corrupt);
      }
      outcomes.add(outcome(write));
    }
    if (outcomes.stream().anyMatch(Refused.class::isInstance)) {
      return new CommitWork.Outcome.Merged(batch.writes().stream().map(this::refused).toList());
    }
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).wrote()) {
        put(batch.writes().get(i));
      }
    }
    return new CommitWork.Outcome.Merged(outcomes);
  }

  private MergeOutcome outcome(Write write) {
    Decided now = decided.get(write.key());
    return now == null
        ? IndexOrder.onto(write, view.find(write.key()), context.nowMillis())
        : write.onto(now.entry, context.nowMillis());
  }

  private MergeOutcome refused(Write write) {
    Decided now = decided.get(write.key());
    if (now != null) {
      return MergeOutcome.refused(now.entry);
    }
    IndexedEntry held = view.find(write.key());
    return new Refused(held == null ? null : held.stamp());
  }

  private void put(Write write) {
    decided.put(write.key(), new Decided(write.entry().stamp(), write.entry()));
  }

  private boolean forget(Purge purge) {
    Stamp held = heldStamp(purge.key());
    if (held == null || held.isAfter(purge.upTo())) {
      return false;
    }
    decided.put(purge.key(), new Decided(held.equals(LAST) ? Stamp.MIN : held, null));
    return true;
  }

  private @Nullable Stamp heldStamp(Key key) {
    Decided now = decided.get(key);
    if (now != null) {
      return now.entry == null ? null : now.stamp;
    }
    if (view.heldAt(key) != null) {
      return LAST;
    }
    IndexedEntry held = view.find(key);
    return held == null ? null : held.stamp();
  }

  private @Nullable CorruptEntryException corrupt(Key key) {
    HeldLine line = decided.containsKey(key) ? null : view.heldAt(key);
    return line == null
        ? null
        : new CorruptEntryException(new Subject(context.store(), "merge", key), line.message());
  }

  CommitPlan plan(List<CommitWork.Outcome> outcomes) {
    adoption.held().forEach(file -> doubtful.add(file.path()));
    for (String path : adoption.obsolete()) {
      files.put(path, new FileChange.Deleted(path));
      occupied = occupied.with(path, NOBODY); // no directory either until it is gone
    }
    Map<Key, IndexedEntry> entries = new TreeMap<>(adoption.byKey());
    List<CommitText.Line> lines = new ArrayList<>();
    decided.forEach((key, now) -> entries.put(key, entry(key, now)));
    entries.forEach((key, entry) -> lines.add(new CommitText.Line(deed(entry), key)));
    Contents contents = base.contents().with(entries.values());
    SegmentChanges segments =
        SegmentChanges.of(contents, base.segments(), base.damaged(), sequence);
    segments.removed().forEach(name -> delete(name.path()));
    segments.written().forEach(this::put);
    context.extra().forEach(this::put);
    return new CommitPlan(
        base.after(segments, sequence),
        outcomes,
        List.copyOf(files.values()),
        lines,
        !segments.removed().isEmpty(),
        base.sequence() > 0 && (!base.isWhole() || !context.extra().isEmpty()));
  }

  /* The entry as the index will have it; its files are noted. */
  private IndexedEntry entry(Key key, Decided now) {
    IndexedEntry before = view.contents().entries().get(key);
    State state = now.entry == null ? NoValue.PURGED : NoValue.DELETED;
    List<RepositoryFile> values = List.of();
    if (now.entry != null && now.entry.value() != null) {
      EncodedValue value = now.entry.value();
      StoredValue old = before == null ? null : before.value();
      String path = old == null ? occupied.choose(key) : old.path();
      occupied = occupied.with(path, key);
      values = files(path, value);
      state = stored(now.entry, value, path, values);
    }
    replace(before == null ? Map.of() : before.blobs(), values);
    return new IndexedEntry(key, now.stamp, state, null, sequence);
  }

  private static List<RepositoryFile> files(String path, EncodedValue value) {
    List<byte[]> contents = Chunks.split(value.sharedBytes());
    List<String> paths = Chunks.paths(path, contents.size());
    List<RepositoryFile> files = new ArrayList<>();
    for (int i = 0; i < contents.size(); i++) {
      files.add(RepositoryFile.of(paths.get(i), contents.get(i)));
    }
    return files;
  }

  private static StoredValue stored(
      Entry entry, EncodedValue value, String path, List<RepositoryFile> files) {
    return new StoredValue(
        value.encoding(),
        value.expiresAtMillis(),
        files.stream().map(RepositoryFile::blob).toList(),
        value.size(),
        path,
        entry.hash());
  }

  private void replace(Map<String, String> before, List<RepositoryFile> values) {
    for (String path : before.keySet()) {
      if (!adoption.missing().contains(path)) {
        delete(path);
      }
    }
    for (RepositoryFile file : values) {
      boolean isThere =
          file.blob().equals(before.get(file.path()))
              && !adoption.missing().contains(file.path())
              && !doubtful.contains(file.path());
      if (isThere) {
        files.remove(file.path());
      } else {
        put(file);
      }
    }
  }

  private void put(RepositoryFile file) {
    files.put(file.path(), new FileChange.Put(file));
  }

  private void delete(String path) {
    files.put(path, new FileChange.Deleted(path));
  }

  private Deed deed(IndexedEntry entry) {
    if (!decided.containsKey(entry.key())) {
      return Deed.ADOPT;
    }
    return entry.isPurged() ? Deed.FORGET : entry.isTombstone() ? Deed.DELETE : Deed.SET;
  }
}
