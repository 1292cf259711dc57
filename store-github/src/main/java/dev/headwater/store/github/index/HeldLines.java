package dev.headwater.store.github.index;

import dev.headwater.store.Key;
import dev.headwater.store.github.layout.HeldLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The lines that say nothing, and of each key the newest of them. Immutable. */
final class HeldLines {

  static final HeldLines NONE = new HeldLines(List.of());

  private final List<HeldLine> all;
  private final Map<Key, HeldLine> byKey = new HashMap<>();

  HeldLines(List<HeldLine> lines) {
    this.all = List.copyOf(lines);
    for (HeldLine line : all) {
      if (line.key() != null) {
        byKey.merge(line.key(), line, HeldLines::newer);
      }
    }
  }

  List<HeldLine> all() {
    return all;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  @Nullable HeldLine at(Key key) {
    return byKey.get(key);
  }

  /** Those that are not about the key, or newer than this commit. */
  HeldLines withoutUpTo(Key key, long sequence) {
    return byKey.containsKey(key)
        ? without(line -> key.equals(line.key()) && line.sequence() <= sequence)
        : this;
  }

  HeldLines without(Predicate<HeldLine> what) {
    List<HeldLine> rest = new ArrayList<>(all);
    return rest.removeIf(what) ? new HeldLines(rest) : this;
  }

  private static HeldLine newer(HeldLine one, HeldLine other) {
    return other.sequence() >= one.sequence() ? other : one;
  }
}
