package dev.headwater.it.kill;

import dev.headwater.chain.Acknowledgement;
import dev.headwater.it.kill.KeyHistory.Attempt;
import dev.headwater.it.kill.KeyHistory.Fate;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a process has said in all its lives, and what follows: an acknowledged write is there, or a
 * newer one that was tried; what was refused or never tried is nowhere; nothing goes back to an
 * older write; no stamp is issued twice.
 */
final class Ledger {

  /** How a promise was broken. */
  enum Wrong {
    LOST,
    RESURRECTED,
    OUT_OF_ORDER,
    OTHER
  }

  private final Map<Key, KeyHistory> histories = new HashMap<>();
  private final Map<String, Stamp> seen = new HashMap<>(); // by place and key
  private final Map<Wrong, List<String>> wrongs = new HashMap<>();
  private @Nullable Stamp highest; // of all lives
  private @Nullable Stamp highestBefore; // of the lives before this one
  private int acknowledged;
  private int tried;

  /** What was found wrong. */
  List<String> wrongs() {
    return wrongs.entrySet().stream()
        .flatMap(e -> e.getValue().stream().map(what -> e.getKey() + ": " + what))
        .toList();
  }

  int count(Wrong kind) {
    return wrongs.getOrDefault(kind, List.of()).size();
  }

  int acknowledged() {
    return acknowledged;
  }

  int tried() {
    return tried;
  }

  // --- what the process tells ---

  /** The process lives again. */
  void begin() {
    highestBefore = highest;
  }

  void trying(Key key, Stamp stamp, boolean tombstone, Acknowledgement level) {
    tried++;
    if (highestBefore != null
        && (stamp.origin() != highestBefore.origin() || !stamp.isAfter(highestBefore))) {
      wrong(
          "stamp %s of %s is not above %s of an earlier life".formatted(stamp, key, highestBefore));
    }
    if (!of(key).add(new Attempt(stamp, tombstone, level, Fate.OPEN))) {
      wrong("stamp %s of %s was issued twice".formatted(stamp, key));
    }
    if (highest == null || stamp.isAfter(highest)) {
      highest = stamp;
    }
  }

  void acknowledged(Key key, Stamp stamp) {
    acknowledged++;
    set(key, stamp, Fate.ACKNOWLEDGED);
  }

  void refused(Key key, Stamp stamp) {
    set(key, stamp, Fate.REFUSED);
  }

  void withdrawn(Key key, Stamp stamp) {
    Attempt newest = of(key).newest(Attempt::isCertain);
    if (newest != null && !newest.stamp().isAfter(stamp)) {
      wrong(Wrong.LOST, "%s of %s was withdrawn, and nobody else writes it".formatted(stamp, key));
    }
  }

  private void set(Key key, Stamp stamp, Fate fate) {
    if (!of(key).set(stamp, fate)) {
      wrong("%s of %s was never tried".formatted(stamp, key));
    }
  }

  /** A chain has answered with this. */
  void read(Key key, @Nullable Stamp stamp) {
    Attempt newest = of(key).newest(Attempt::isCertain);
    if (newest != null && stamp == null && !newest.tombstone()) {
      wrong(
          Wrong.LOST,
          "%s was written with %s and is read as absent".formatted(key, newest.stamp()));
    }
    if (stamp == null) {
      return;
    }
    if (newest != null && newest.stamp().isAfter(stamp)) {
      wrong(
          newest.tombstone() ? Wrong.RESURRECTED : Wrong.OUT_OF_ORDER,
          "%s was written with %s and is read with %s".formatted(key, newest.stamp(), stamp));
    }
    Attempt attempt = requireTried("a chain", key, stamp);
    if (attempt != null && attempt.fate() == Fate.OPEN) {
      of(key).set(stamp, Fate.READ);
    }
  }

  // --- what is found in the layers, while no process lives ---

  /** A layer holds this, and may be owed more. */
  void passing(String place, Key key, @Nullable Entry held) {
    Stamp before = seen.get(place + " " + key);
    if (held == null) {
      return; // a cache forgets; what may not, is held against the ledger when all is delivered
    }
    if (before != null && before.isAfter(held.stamp())) {
      wrong(
          Wrong.OUT_OF_ORDER,
          "%s had %s with %s, now with %s".formatted(place, key, before, held.stamp()));
    }
    seen.put(place + " " + key, held.stamp());
    requireAsWritten(place, key, held);
  }

  /** The authority holds this, whatever it is owed. */
  void decided(String place, Key key, @Nullable Entry held) {
    requireNotBehind(place, key, held, of(key).newest(Attempt::isDecided));
  }

  /** A layer that is complete, and is owed nothing, holds this. */
  void complete(String place, Key key, @Nullable Entry held) {
    requireNotBehind(place, key, held, of(key).newest(Attempt::isCertain));
  }

  /** A cache that is owed nothing holds this. */
  void cached(String place, Key key, @Nullable Entry held) {
    if (held != null) {
      requireNotBehind(place, key, held, of(key).newest(Attempt::isCertain));
    }
  }

  private void requireNotBehind(
      String place, Key key, @Nullable Entry held, @Nullable Attempt newest) {
    if (newest != null && (held == null || newest.stamp().isAfter(held.stamp()))) {
      wrong(
          held != null && newest.tombstone() ? Wrong.RESURRECTED : Wrong.LOST,
          "%s was acknowledged with %s, and %s has %s"
              .formatted(key, newest.stamp(), place, held == null ? "nothing" : held.stamp()));
    }
  }

  private void requireAsWritten(String place, Key key, Entry held) {
    Attempt attempt = requireTried(place, key, held.stamp());
    if (attempt != null) {
      Entry written =
          attempt.tombstone()
              ? Entry.tombstone(key, held.stamp())
              : Scribe.value(key, held.stamp());
      if (!held.equals(written)) {
        wrong("%s has %s as %s, which is not what was written".formatted(place, key, held));
      }
    }
  }

  private @Nullable Attempt requireTried(String where, Key key, Stamp stamp) {
    Attempt attempt = of(key).get(stamp);
    if (attempt == null) {
      wrong("%s has %s with %s, which nobody wrote".formatted(where, key, stamp));
    } else if (attempt.fate() == Fate.REFUSED) {
      wrong(
          "%s has %s with %s, of which was told that it is not made".formatted(where, key, stamp));
    }
    return attempt;
  }

  private KeyHistory of(Key key) {
    return histories.computeIfAbsent(key, k -> new KeyHistory());
  }

  /** Something else is not as promised. */
  void wrong(String what) {
    wrong(Wrong.OTHER, what);
  }

  private void wrong(Wrong kind, String what) {
    wrongs.computeIfAbsent(kind, k -> new ArrayList<>()).add(what);
  }
}
