package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Entries, found by their keys; the key that came first is the first. Not thread-safe. */
final class KeyedEntries {

  private final Map<Key, Set<Entry>> entries = new LinkedHashMap<>();

  /** Returns whether it was not there. */
  boolean add(Entry entry) {
    return entries.computeIfAbsent(entry.key(), key -> new LinkedHashSet<>()).add(entry);
  }

  /** Returns whether any of them was not there. */
  boolean addAll(Collection<Entry> more) {
    boolean added = false;
    for (Entry entry : more) {
      added |= add(entry);
    }
    return added;
  }

  boolean contains(Entry entry) {
    return of(entry.key()).contains(entry);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** How many there are of the key. */
  int count(Key key) {
    return of(key).size();
  }

  private Set<Entry> of(Key key) {
    return entries.getOrDefault(key, Set.of());
  }

  /** Removes all of the key. */
  void remove(Key key) {
    entries.remove(key);
  }

  /** Removes those of the key that are like that, and returns them. */
  List<Entry> remove(Key key, Predicate<Entry> which) {
    List<Entry> removed = of(key).stream().filter(which).toList();
    removed.forEach(this::remove);
    return removed;
  }

  /** Removes the first ones, at most so many, and returns them. */
  List<Entry> take(int limit) {
    List<Entry> first = entries.values().stream().flatMap(Set::stream).limit(limit).toList();
    first.forEach(this::remove);
    return first;
  }

  /** Returns whether it was there. */
  boolean remove(Entry entry) {
    Set<Entry> known = entries.get(entry.key());
    if (known == null || !known.remove(entry)) {
      return false;
    }
    if (known.isEmpty()) {
      entries.remove(entry.key());
    }
    return true;
  }
}
