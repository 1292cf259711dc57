package dev.headwater.store.github;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Known;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.github.content.Contents;
import dev.headwater.store.github.content.Question;
import dev.headwater.store.github.layout.IndexedEntry;
import dev.headwater.store.github.layout.StoredValue;
import dev.headwater.store.github.rest.GitRepository;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes entries of what the index says and of the contents that it names, from the cache or from
 * GitHub. Contents are checked against the index's hash.
 */
final class Values {

  private final GitRepository repository;
  private final Contents contents;

  Values(GitRepository repository, Contents contents) {
    this.repository = repository;
    this.contents = contents;
  }

  /** Entries, and those whose contents are not what the index says. */
  record Found(List<Entry> entries, List<CorruptEntryException> corrupt) {}

  /** Those of the entries, in this order, that somebody who holds this does not know. */
  Found unknown(List<IndexedEntry> indexed, Known known, Subject subject, Deadline deadline) {
    if (indexed.isEmpty()) {
      return new Found(List.of(), List.of());
    }
    Map<Key, Stamp> held = known.of(indexed.stream().map(IndexedEntry::key).toList());
    return all(
        indexed.stream().filter(one -> isNewer(one, held.get(one.key()))).toList(),
        subject,
        deadline);
  }

  private static boolean isNewer(IndexedEntry indexed, @Nullable Stamp held) {
    return held == null || indexed.stamp().isAfter(held);
  }

  /** The entries in this order. */
  Found all(Collection<IndexedEntry> indexed, Subject subject, Deadline deadline) {
    List<String> ids = indexed.stream().flatMap(one -> blobs(one).stream()).toList();
    Map<String, byte[]> bytes = contents.readAll(ids, Question.to(repository, subject, deadline));
    List<Entry> entries = new ArrayList<>(indexed.size());
    List<CorruptEntryException> corrupt = new ArrayList<>();
    for (IndexedEntry one : indexed) {
      StoredValue value = one.value();
      if (value == null) {
        entries.add(Entry.tombstone(one.key(), one.stamp()));
        continue;
      }
      Entry entry = value.entry(one.key(), one.stamp(), Contents.joined(value.blobs(), bytes));
      if (value.hash() == null || value.hash().equals(entry.hash())) {
        entries.add(entry);
      } else {
        corrupt.add(corrupt(one.key(), value.path(), subject));
      }
    }
    return new Found(entries, corrupt);
  }

  private static List<String> blobs(IndexedEntry indexed) {
    StoredValue value = indexed.value();
    return value == null ? List.of() : value.blobs();
  }

  private static CorruptEntryException corrupt(Key key, String path, Subject subject) {
    return new CorruptEntryException(
        new Subject(subject.store(), subject.operation(), key),
        "'%s' is not what the index says of it; write the key anew".formatted(path));
  }
}
