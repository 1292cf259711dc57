package dev.headwater.store.github;

import dev.headwater.store.github.layout.IndexedEntry;
import dev.headwater.store.github.layout.StoredValue;
import java.util.List;

/** Bounds the bytes of a page, since values may be large. Pure. */
final class PageBytes {

  private static final long MOST = 16L << 20;
  private static final long GUESS = 64 * 1024; // of what GitHub did not tell the size of

  private PageBytes() {}

  /** The first of these, at least one if there is one, while their values are not too large. */
  static List<IndexedEntry> first(List<IndexedEntry> entries) {
    long bytes = 0;
    int count = 0;
    while (count < entries.size() && bytes < MOST) {
      bytes += bytes(entries.get(count++));
    }
    return entries.subList(0, count);
  }

  private static long bytes(IndexedEntry entry) {
    StoredValue value = entry.value();
    if (value == null) {
      return 0;
    }
    return value.size() == StoredValue.UNKNOWN_SIZE ? GUESS : value.size();
  }
}
