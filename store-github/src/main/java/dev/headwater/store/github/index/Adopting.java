package dev.headwater.store.github.index;

import dev.headwater.store.EncodedValue;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.github.index.FoundFile.Kind;
import dev.headwater.store.github.layout.IndexedEntry;
import dev.headwater.store.github.layout.IndexedEntry.NoValue;
import dev.headwater.store.github.layout.IndexedEntry.State;
import dev.headwater.store.github.layout.PathMeaning;
import dev.headwater.store.github.layout.RepositoryPaths;
import dev.headwater.store.github.layout.StoredValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One adoption being worked out; see {@link Adoption}. Used by one thread. */
final class Adopting {

  private final Index base;
  private final Adoption earlier;
  private final Passage passage;
  private final People people;
  private final long maxValueBytes;

  private final TreeMap<Key, IndexedEntry> adopted = new TreeMap<>();
  private final Set<Key> unsettled = new HashSet<>();
  private final List<HeldPath> held = new ArrayList<>();
  private final Set<String> indexFiles = new TreeSet<>();
  private final Set<String> obsolete = new TreeSet<>();
  private final Set<String> missing = new TreeSet<>();

  Adopting(Index base, Adoption earlier, Passage passage, long maxValueBytes) {
    this.base = base;
    this.earlier = earlier;
    this.passage = passage;
    this.people = new People(passage);
    this.maxValueBytes = maxValueBytes;
  }

  Adoption adopt(List<Difference> differences) {
    Map<Key, List<Difference>> byKey = new TreeMap<>();
    for (Difference one : differences) {
      Key key = key(one);
      if (key != null) {
        byKey.computeIfAbsent(key, none -> new ArrayList<>()).add(one);
      }
    }
    byKey.forEach(this::adopt);
    earlier.byKey().values().forEach(this::undo);
    return new Adoption(adopted, held, indexFiles, obsolete, missing);
  }

  /* Whose file it is; null if it is nobody's, which is noted. */
  private @Nullable Key key(Difference one) {
    Key indexed = base.keyAt(one.path());
    if (indexed != null) {
      return indexed;
    }
    PathMeaning meaning = RepositoryPaths.meaning(one.path());
    if (meaning instanceof PathMeaning.OfKey named) {
      return named.key();
    }
    if (meaning instanceof PathMeaning.Part part) {
      return keyOfPart(one, part);
    }
    if (meaning instanceof PathMeaning.NoKey none) {
      hold(one, none.reason());
    } else if (RepositoryPaths.isOwn(one.path())) {
      indexFiles.add(one.path());
    }
    return null;
  }

  private @Nullable Key keyOfPart(Difference one, PathMeaning.Part part) {
    Key key = base.keyAt(part.path());
    StoredValue value = value(key);
    if (value != null && value.isChunked() && part.number() < value.blobs().size()) {
      return key;
    }
    hold(one, "it is a part of no value");
    return null;
  }

  private void adopt(Key key, List<Difference> differences) {
    IndexedEntry old = base.contents().entries().get(key);
    StoredValue before = old == null ? null : old.value();
    Difference file = chooseFile(key, before, differences);
    State now = file == null ? withoutNewFile(key, before, differences) : value(key, before, file);
    if (now == null || (before != null && isUntouched(now, before))) {
      noteMissing(before, differences);
      return;
    }
    String author = file != null && file.author() != null ? file.author() : passage.author();
    if (adopt(key, old, now, author)) {
      noteObsolete(before, now, differences);
    } else {
      noteMissing(before, differences);
    }
  }

  /* The file that is the value now, if one of the differences is; others are held. */
  private @Nullable Difference chooseFile(
      Key key, @Nullable StoredValue before, List<Difference> differences) {
    Difference chosen = null;
    for (Difference one : inOrderOfPreference(key, before, differences)) {
      FoundFile file = one.now();
      if (file == null || isPart(before, one)) {
        continue;
      }
      if (chosen != null) {
        hold(one, "the value of its key is in " + chosen.path());
      } else if (isValue(key, one, file)) {
        chosen = one;
      }
    }
    return chosen;
  }

  private static List<Difference> inOrderOfPreference(
      Key key, @Nullable StoredValue before, List<Difference> differences) {
    String current = before == null ? "" : before.path();
    String natural = RepositoryPaths.natural(key);
    return differences.stream()
        .sorted(
            Comparator.comparing((Difference one) -> !one.path().equals(current))
                .thenComparing(one -> !one.path().equals(natural))
                .thenComparing(Difference::path))
        .toList();
  }

  private boolean isValue(Key key, Difference one, FoundFile file) {
    if (file.kind() == Kind.FILE && file.size() <= maxValueBytes) {
      return true;
    }
    hold(
        one,
        file.kind() == Kind.FILE
            ? "it has %d bytes, a value has at most %d".formatted(file.size(), maxValueBytes)
            : "a value is a file, not a link or a module");
    unsettled.add(key);
    return false;
  }

  private static StoredValue value(Key key, @Nullable StoredValue before, Difference file) {
    FoundFile now = Objects.requireNonNull(file.now());
    return new StoredValue(
        before == null ? Encodings.of(key) : before.encoding(),
        EncodedValue.NEVER,
        List.of(now.blob()),
        now.size(),
        file.path(),
        null);
  }

  /* What is left of a value of which files were deleted or parts changed; null if nothing did. */
  private @Nullable State withoutNewFile(
      Key key, @Nullable StoredValue before, List<Difference> differences) {
    if (before == null) {
      return null;
    }
    List<String> paths = files(before);
    List<String> blobs = new ArrayList<>(before.blobs());
    int gone = 0;
    boolean usable = true;
    for (Difference one : differences) {
      FoundFile file = one.now();
      int part = paths.indexOf(one.path());
      if (part >= 0 && file == null) {
        gone++;
      } else if (part >= 0 && file != null && before.isChunked()) {
        usable &= isValue(key, one, file);
        blobs.set(part, file.blob());
      }
    }
    if (gone == paths.size()) {
      return NoValue.DELETED;
    }
    if (gone > 0) {
      held.add(new HeldPath(before.path(), "some of the files of its large value are gone"));
      unsettled.add(key);
    }
    return gone > 0 || !usable
        ? null
        : new StoredValue(
            before.encoding(),
            EncodedValue.NEVER,
            blobs,
            StoredValue.UNKNOWN_SIZE,
            before.path(),
            null);
  }

  private boolean adopt(Key key, @Nullable IndexedEntry old, State now, String author) {
    IndexedEntry told = earlier.find(key);
    try {
      Stamp stamp = people.after(old == null ? null : old.stamp());
      if (old != null && isMoved(now, old)) {
        put(key, old.stamp(), moved(old, now), old.author());
      } else {
        put(key, notBelow(told, now, stamp), now, author);
      }
      return true;
    } catch (ArithmeticException e) {
      held.add(
          new HeldPath(RepositoryPaths.natural(key), "nothing can be newer than what it replaces"));
      unsettled.add(key);
      return false;
    }
  }

  /* What this process has told already stays as it is, or gets a newer stamp. */
  private static Stamp notBelow(@Nullable IndexedEntry told, State now, Stamp stamp) {
    if (told == null || stamp.isAfter(told.stamp())) {
      return stamp;
    }
    return isSame(now, told.state()) ? told.stamp() : next(told.stamp());
  }

  /* An entry that was told, and is neither so any more nor in the index. */
  private void undo(IndexedEntry told) {
    Key key = told.key();
    IndexedEntry old = base.contents().entries().get(key);
    if (adopted.containsKey(key) || (old != null && isSettled(told, old))) {
      return;
    }
    State state = old == null || old.isPurged() ? NoValue.DELETED : old.state();
    if (unsettled.contains(key) || isSame(state, told.state())) {
      put(key, told.stamp(), told.state(), told.author());
    } else if (told.stamp().hlc() < Long.MAX_VALUE) {
      put(key, next(told.stamp()), bare(state), passage.author());
    }
  }

  private static boolean isSettled(IndexedEntry told, IndexedEntry now) {
    return now.stamp().equals(told.stamp())
        ? isSame(now.state(), told.state())
        : now.stamp().isAfter(told.stamp());
  }

  private void put(Key key, Stamp stamp, State state, @Nullable String author) {
    adopted.put(key, new IndexedEntry(key, stamp, state, author, base.sequence() + 1));
  }

  private static Stamp next(Stamp stamp) {
    return new Stamp(Math.addExact(stamp.hlc(), 1L), People.ORIGIN);
  }

  /* Whether all is as before but for the path. */
  private static boolean isMoved(State now, IndexedEntry old) {
    return now instanceof StoredValue after
        && old.state() instanceof StoredValue before
        && after.blobs().equals(before.blobs())
        && !before.expires();
  }

  private static State moved(IndexedEntry old, State now) {
    StoredValue before = Objects.requireNonNull(old.value());
    return new StoredValue(
        before.encoding(),
        before.expiresAtMillis(),
        before.blobs(),
        before.size(),
        ((StoredValue) now).path(),
        before.hash());
  }

  private static boolean isUntouched(State now, StoredValue before) {
    return now instanceof StoredValue after
        && after.blobs().equals(before.blobs())
        && after.path().equals(before.path());
  }

  private static boolean isSame(State left, State right) {
    return bare(left).equals(bare(right));
  }

  /* Without what is not known at once, or changes with the stamp. */
  private static State bare(State state) {
    return state instanceof StoredValue value
        ? new StoredValue(
            value.encoding(),
            value.expiresAtMillis(),
            value.blobs(),
            StoredValue.UNKNOWN_SIZE,
            value.path(),
            null)
        : state;
  }

  private void noteObsolete(@Nullable StoredValue before, State now, List<Difference> differences) {
    List<String> after = now instanceof StoredValue value ? files(value) : List.of();
    for (String path : files(before)) {
      if (!after.contains(path) && !isGone(path, differences)) {
        obsolete.add(path);
      }
    }
  }

  private void noteMissing(@Nullable StoredValue before, List<Difference> differences) {
    files(before).stream().filter(path -> isGone(path, differences)).forEach(missing::add);
  }

  private static boolean isGone(String path, List<Difference> differences) {
    return differences.stream().anyMatch(one -> one.now() == null && one.path().equals(path));
  }

  private static boolean isPart(@Nullable StoredValue before, Difference one) {
    return before != null && before.isChunked() && files(before).contains(one.path());
  }

  private static List<String> files(@Nullable StoredValue value) {
    return value == null ? List.of() : value.files();
  }

  private @Nullable StoredValue value(@Nullable Key key) {
    IndexedEntry entry = key == null ? null : base.contents().entries().get(key);
    return entry == null ? null : entry.value();
  }

  private void hold(Difference one, String reason) {
    if (one.now() != null) {
      held.add(new HeldPath(one.path(), reason));
    }
  }
}
