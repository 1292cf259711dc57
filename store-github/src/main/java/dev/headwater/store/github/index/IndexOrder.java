package dev.headwater.store.github.index;

import dev.headwater.store.ContentHash;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.MergeOutcome.Collided;
import dev.headwater.store.MergeOutcome.Refused;
import dev.headwater.store.MergeOutcome.Superseded;
import dev.headwater.store.MergeOutcome.Survivor;
import dev.headwater.store.Write;
import dev.headwater.store.github.layout.Chunks;
import dev.headwater.store.github.layout.GitHash;
import dev.headwater.store.github.layout.IndexedEntry;
import dev.headwater.store.github.layout.StoredValue;
import org.jspecify.annotations.Nullable;

/**
 * What a write comes to where only the index is known: the same as {@link Write#onto}, without the
 * bytes of what is held. Pure.
 */
final class IndexOrder {

  private IndexOrder() {}

  static MergeOutcome onto(Write write, @Nullable IndexedEntry held, long nowMillis) {
    if (held == null) {
      return write.onto(null, nowMillis);
    }
    if (isSame(write.entry(), held)) {
      return MergeOutcome.unchanged();
    }
    if (!write.precondition().holds(standIn(held), nowMillis)) {
      return new Refused(held.stamp());
    }
    int byStamp = write.entry().stamp().compareTo(held.stamp());
    if (byStamp != 0) {
      return byStamp > 0 ? MergeOutcome.written() : new Superseded(held.stamp());
    }
    return new Collided(wins(write.entry(), held) ? Survivor.GIVEN : Survivor.HELD, held.stamp());
  }

  /** Whether the bytes of what is held must be read before this can be decided. */
  static boolean isUndecided(Entry given, @Nullable IndexedEntry held) {
    return held != null
        && held.stamp().equals(given.stamp())
        && !given.isTombstone()
        && held.hash() == null
        && !isSame(given, held);
  }

  private static boolean wins(Entry given, IndexedEntry held) {
    if (given.isTombstone() != held.isTombstone()) {
      return given.isTombstone();
    }
    ContentHash hash = held.hash();
    if (hash == null) {
      throw new IllegalStateException("the hash of '%s' is not known yet".formatted(held.key()));
    }
    return given.hash().compareTo(hash) > 0;
  }

  private static boolean isSame(Entry given, IndexedEntry held) {
    if (!given.stamp().equals(held.stamp()) || given.isTombstone() != held.isTombstone()) {
      return false;
    }
    StoredValue stored = held.value();
    EncodedValue value = given.value();
    return stored == null || value == null || isSame(given, value, stored);
  }

  private static boolean isSame(Entry given, EncodedValue value, StoredValue stored) {
    if (stored.hash() != null) {
      return stored.hash().equals(given.hash());
    }
    return value.encoding().equals(stored.encoding())
        && value.expiresAtMillis() == stored.expiresAtMillis()
        && Chunks.split(value.sharedBytes()).stream()
            .map(GitHash::blob)
            .toList()
            .equals(stored.blobs());
  }

  private static Entry standIn(IndexedEntry held) {
    StoredValue value = held.value();
    return value == null
        ? Entry.tombstone(held.key(), held.stamp())
        : value.withoutBytes(held.key(), held.stamp());
  }
}
