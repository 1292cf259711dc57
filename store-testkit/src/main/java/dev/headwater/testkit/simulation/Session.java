package dev.headwater.testkit.simulation;

import dev.headwater.store.Key;
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
   * @param entries entries that were read, acknowledged or told to a refused writer: the most
   *     recent decided one and what came after it
   */
  record Seen(List<Issued> entries) {
    private static final Seen NOTHING = new Seen(List.of());

    /** The highest of those that nobody has refused meanwhile; {@code null} if there is none. */
    @Nullable Issued highest() {
      Issued highest = null;
      for (Issued entry : entries) {
        if (!entry.isGone()
            && !entry.isDoomed()
            && (highest == null || entry.stamp().isAfter(highest.stamp()))) {
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
      return new Seen(more);
    }
  }

  Seen of(Key key) {
    return seen.getOrDefault(key, Seen.NOTHING);
  }

  /** The entry was read, or its write acknowledged. */
  public void saw(Issued entry) {
    seen.put(entry.key(), of(entry.key()).with(entry));
  }
}
