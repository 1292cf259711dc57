package dev.headwater.it.kill;

import dev.headwater.chain.Acknowledgement;
import dev.headwater.store.Stamp;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Every write of one key that was tried, and what became of it. */
final class KeyHistory {

  /** What somebody was told of a write. */
  enum Fate {
    /** Nothing yet, or that nobody knows: it may be there. */
    OPEN,
    /** It was read, before its writer heard of it. */
    READ,
    ACKNOWLEDGED,
    /** It was not made. */
    REFUSED
  }

  record Attempt(Stamp stamp, boolean tombstone, Acknowledgement level, Fate fate) {

    /** Whether somebody knows that it is there. */
    boolean isCertain() {
      return fate == Fate.ACKNOWLEDGED || fate == Fate.READ;
    }

    /** Whether the authority had it when it was acknowledged. */
    boolean isDecided() {
      return fate == Fate.ACKNOWLEDGED && level != Acknowledgement.LOCAL;
    }
  }

  private final TreeMap<Stamp, Attempt> attempts = new TreeMap<>();

  /** Whether the stamp is a new one. */
  boolean add(Attempt attempt) {
    return attempts.putIfAbsent(attempt.stamp(), attempt) == null;
  }

  /** Whether there is such a write. */
  boolean set(Stamp stamp, Fate fate) {
    return attempts.computeIfPresent(
            stamp, (s, a) -> new Attempt(s, a.tombstone(), a.level(), fate))
        != null;
  }

  @Nullable Attempt get(Stamp stamp) {
    return attempts.get(stamp);
  }

  @Nullable Attempt newest(Predicate<Attempt> kind) {
    return attempts.descendingMap().values().stream().filter(kind).findFirst().orElse(null);
  }
}
