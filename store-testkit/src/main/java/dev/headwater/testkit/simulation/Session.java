package dev.headwater.testkit.simulation;

import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the users of one store have seen and written: their later reads must not be older. */
public final class Session {

  private final Map<Key, Seen> seen = new HashMap<>();

  /**
   * What was seen of a key.
   *
   * @param entries entries that were read or acknowledged, the most recent decided one and what
   *     came after it
   * @param heard the highest stamp that a refused writer was told
   */
  record Seen(List<Issued> entries, @Nullable Stamp heard) {
    private static final Seen NOTHING = new Seen(List.of(), null);

    /** The highest of those that were not withdrawn meanwhile; {@code null} if there is none. */
    @Nullable Issued highest() {
      Issued highest = null;
      for (Issued entry : entries) {
        if (!entry.isGone() && (highest == null || entry.stamp().isAfter(highest.stamp()))) {
          highest = entry;
        }
      }
      return highest;
    }

    private Seen with(Issued entry) {
      if (entries.contains(entry)) {
        return this;
      }
      List<Issued> more = new ArrayList<>(4);
      for (Issued one : entries) {
        if (!entry.isDecided() || one.stamp().isAfter(entry.stamp())) {
          more.add(one);
        }
      }
      more.add(entry);
      return new Seen(more, heard);
    }
  }

  Seen of(Key key) {
    return seen.getOrDefault(key, Seen.NOTHING);
  }

  /** The entry was read, or its write acknowledged. */
  public void saw(Issued entry) {
    seen.put(entry.key(), of(entry.key()).with(entry));
  }

  /** A writer was told that this is held. */
  void heard(Key key, Stamp stamp) {
    Seen before = of(key);
    if (before.heard() == null || stamp.isAfter(before.heard())) {
      seen.put(key, new Seen(before.entries(), stamp));
    }
  }
}
