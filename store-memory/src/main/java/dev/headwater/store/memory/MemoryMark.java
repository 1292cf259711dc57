package dev.headwater.store.memory;

import dev.headwater.store.Key;
import dev.headwater.store.Mark;
import org.jspecify.annotations.Nullable;

/**
 * What the position of a mark says: {@code CHANGES}, or {@code CHANGES/KEY} while a feed delivers
 * everything held.
 *
 * @param changes how many changes lie before the mark
 * @param delivered the last key delivered of everything held, in key order; {@code null} once all
 *     are
 */
record MemoryMark(long changes, @Nullable Key delivered) {

  Mark in(String incarnation) {
    return new Mark(incarnation, delivered == null ? "" + changes : changes + "/" + delivered);
  }

  /** What the position of a mark means, or {@code null} if no memory store made it. */
  static @Nullable MemoryMark parse(String position) {
    int slash = position.indexOf('/');
    try {
      return slash < 0
          ? new MemoryMark(Long.parseLong(position), null)
          : new MemoryMark(
              Long.parseLong(position.substring(0, slash)), Key.of(position.substring(slash + 1)));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
