package dev.headwater.chain;

import dev.headwater.store.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * What was told lately of some keys, which share a lock: the last tellings exactly, of those before
 * them only the highest stamp. So an answer of yes may be wrong, one of no never is. The caller
 * holds the lock.
 */
final class Told {

  private static final int EXACT = 32; // a bulk write of 10,000 keys is told about 40 times a lock

  private final long[] hashes = new long[EXACT];
  private final Stamp[] stamps = new Stamp[EXACT];
  private int times;
  private @Nullable Stamp highest;

  /** The key with this hash has this stamp. */
  void add(long hash, Stamp stamp) {
    int place = times++ & (EXACT - 1);
    hashes[place] = hash;
    stamps[place] = stamp;
    if (highest == null || stamp.isAfter(highest)) {
      highest = stamp;
    }
  }

  /** How often anything was told. */
  int times() {
    return times;
  }

  /**
   * Whether the key may have been told to have a stamp above that one, or any for {@code null},
   * since things had been told so many times.
   */
  boolean anyAbove(long hash, @Nullable Stamp stamp, int since) {
    int news = times - since;
    if (news > EXACT) {
      return isAbove(highest, stamp);
    }
    for (int i = 1; i <= news; i++) {
      int place = times - i & (EXACT - 1);
      if (hashes[place] == hash && isAbove(stamps[place], stamp)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAbove(@Nullable Stamp told, @Nullable Stamp stamp) {
    return told != null && (stamp == null || told.isAfter(stamp));
  }
}
