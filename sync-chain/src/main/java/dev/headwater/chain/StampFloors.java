package dev.headwater.chain;

import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * The highest stamp that this chain has seen of each key, in bounded memory.
 *
 * <p>A table of sets of four keys. A set that is full forgets the key with the lowest stamp and
 * remembers that stamp as the floor of all keys it forgot. So a floor is either exact, or a bound
 * that is too high for some keys and too low for none: a copy below it is doubtful and must be
 * confirmed by the authority, which costs a request and is never wrong.
 *
 * <p>Keys are told apart by 64-bit hashes; two keys of one hash share a floor, which is again only
 * too high.
 *
 * <p>It relies on the caller to raise a key only by what it believes: by stamps that are not in
 * doubt, or that the authority confirmed.
 *
 * <p>Not thread-safe for one key: the caller holds the key's {@link #lock}.
 */
final class StampFloors {

  private static final int WAYS = 4;
  private static final int LOCKS = 256;

  private final int setMask;
  private final long[] hashes; // 0: free
  private final long[] hlcs;
  private final long[] origins;
  private final long[] forgottenHlcs;
  private final long[] forgottenOrigins; // 0: none forgotten
  private final int[] forgottenCounts;
  private final Object[] locks = new Object[LOCKS];
  private final @Nullable Told[] told = new Told[LOCKS]; // each guarded by the lock of its number

  /**
   * @param keys of about how many keys floors are exact
   */
  StampFloors(int keys) {
    int sets = Integer.highestOneBit(Math.max(1, (keys + WAYS - 1) / WAYS * 2 - 1));
    setMask = sets - 1;
    hashes = new long[sets * WAYS];
    hlcs = new long[sets * WAYS];
    origins = new long[sets * WAYS];
    forgottenHlcs = new long[sets];
    forgottenOrigins = new long[sets];
    forgottenCounts = new int[sets];
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  /** The lock that guards the key, and with it all keys of its set. */
  Object lock(Key key) {
    return locks[set(hash(key)) & (LOCKS - 1)];
  }

  /** The key's exact floor, or {@code null} if none is remembered. */
  @Nullable Stamp exact(Key key) {
    int slot = find(hash(key));
    return slot < 0 ? null : new Stamp(hlcs[slot], origins[slot]);
  }

  /** Whether a copy with this stamp may be older than what was seen. */
  boolean doubts(Key key, Stamp stamp) {
    Stamp floor = exact(key);
    if (floor == null) {
      int set = set(hash(key));
      floor =
          forgottenOrigins[set] == 0 ? null : new Stamp(forgottenHlcs[set], forgottenOrigins[set]);
    }
    return floor != null && floor.isAfter(stamp);
  }

  /** Changes whenever an exact floor of the key's set is forgotten. */
  int forgotten(Key key) {
    return forgottenCounts[set(hash(key))];
  }

  /** This stamp of the key was seen. */
  void raise(Key key, Stamp stamp) {
    long hash = hash(key);
    int slot = find(hash);
    if (slot < 0) {
      slot = free(set(hash));
      hashes[slot] = hash;
      put(slot, stamp);
    } else if (stamp.isAfter(new Stamp(hlcs[slot], origins[slot]))) {
      put(slot, stamp);
    }
  }

  /**
   * This stamp of the key was seen, and perhaps a higher one, too, that is forgotten: a copy below
   * it is doubted.
   */
  void doubtBelow(Key key, Stamp stamp) {
    if (find(hash(key)) < 0) {
      remember(set(hash(key)), stamp);
    } else {
      raise(key, stamp);
    }
  }

  /** Somebody said that the key has this stamp now. It was not seen, so it is no floor. */
  void told(Key key, Stamp stamp) {
    long hash = hash(key);
    int lock = set(hash) & (LOCKS - 1);
    Told here = told[lock];
    if (here == null) {
      here = new Told();
      told[lock] = here;
    }
    here.add(hash, stamp);
  }

  /** How often anything was told of the key, or of others. */
  int toldTimes(Key key) {
    Told here = told[set(hash(key)) & (LOCKS - 1)];
    return here == null ? 0 : here.times();
  }

  /**
   * Whether the key may have been told to have a higher stamp, or any for {@code null}, since
   * things had been told so many times.
   */
  boolean toldAbove(Key key, @Nullable Stamp stamp, int times) {
    long hash = hash(key);
    Told here = told[set(hash) & (LOCKS - 1)];
    return here != null && here.anyAbove(hash, stamp, times);
  }

  /** The key was purged: any stamp may come again. */
  void forget(Key key) {
    int slot = find(hash(key));
    if (slot >= 0) {
      hashes[slot] = 0;
    }
  }

  /**
   * The key may hold something with this stamp, or not: copies below it are doubtful from now on,
   * and its exact floor, if it is this one, is forgotten.
   */
  void doubt(Key key, Stamp stamp) {
    long hash = hash(key);
    int slot = find(hash);
    if (slot >= 0 && stamp.equals(new Stamp(hlcs[slot], origins[slot]))) {
      hashes[slot] = 0;
    }
    remember(set(hash), stamp);
  }

  private void put(int slot, Stamp stamp) {
    hlcs[slot] = stamp.hlc();
    origins[slot] = stamp.origin();
  }

  private int find(long hash) {
    int first = set(hash) * WAYS;
    for (int slot = first; slot < first + WAYS; slot++) {
      if (hashes[slot] == hash) {
        return slot;
      }
    }
    return -1;
  }

  private int free(int set) {
    int lowest = set * WAYS;
    for (int slot = lowest; slot < (set + 1) * WAYS; slot++) {
      if (hashes[slot] == 0) {
        return slot;
      }
      if (compare(slot, lowest) < 0) {
        lowest = slot;
      }
    }
    remember(set, new Stamp(hlcs[lowest], origins[lowest]));
    return lowest;
  }

  private void remember(int set, Stamp stamp) {
    forgottenCounts[set]++;
    if (forgottenOrigins[set] == 0
        || stamp.isAfter(new Stamp(forgottenHlcs[set], forgottenOrigins[set]))) {
      forgottenHlcs[set] = stamp.hlc();
      forgottenOrigins[set] = stamp.origin();
    }
  }

  private int compare(int left, int right) {
    int byClock = Long.compare(hlcs[left], hlcs[right]);
    return byClock != 0 ? byClock : Long.compare(origins[left], origins[right]);
  }

  private int set(long hash) {
    return (int) (hash >>> 32) & setMask;
  }

  /* FNV-1a over the characters, then the finalizer of MurmurHash3; never 0. */
  private static long hash(Key key) {
    String text = key.text();
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
    hash ^= hash >>> 33;
    return hash == 0 ? 1 : hash;
  }
}
