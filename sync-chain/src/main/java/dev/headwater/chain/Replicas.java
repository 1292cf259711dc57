package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows for which keys the authority can speak for a layer below it that can't be asked: whatever
 * that layer held of them when it was followed last, the authority has been given. Thread-safe.
 *
 * <p>Not for keys of which the layers above did not take all, nor for those of which this chain
 * itself has found something below that the authority may not have yet: who has seen that must not
 * be told that there is nothing.
 */
final class Replicas {

  private static final int MAX_FOUND = 10_000;

  private final List<Replica> replicas;
  private final FollowMarks marks;
  private final Map<Key, Stamp> found = new HashMap<>(); // below the authority; guarded by itself
  private boolean foundMore; // than fits; guarded by found

  /**
   * @param replicas the layers below the authority that are followed into it
   */
  Replicas(List<Replica> replicas, FollowMarks marks) {
    this.replicas = List.copyOf(replicas);
    this.marks = marks;
  }

  /**
   * A layer below the authority.
   *
   * @param place its index in the chain
   * @param above the complete layers above that get all it holds
   */
  record Replica(int place, Layer layer, StoresAbove above) {}

  /**
   * The authority speaks for a layer about a key.
   *
   * @param replica the layer
   * @param authority who has what it held, as {@link FollowPlace.Extent} says it
   */
  record Cover(Replica replica, ByteBuffer authority) {}

  /**
   * The layers for which the authority speaks about the key. Asked before the authority is: what it
   * is given later, it may not have told.
   */
  List<Cover> covering(Key key) {
    if (replicas.isEmpty() || mayBeFound(key)) {
      return List.of();
    }
    List<Cover> covers = new ArrayList<>(replicas.size());
    for (Replica replica : replicas) {
      ByteBuffer authority = marks.having(replica.layer().name(), key);
      if (authority != null) {
        covers.add(new Cover(replica, authority));
      }
    }
    return covers;
  }

  private boolean mayBeFound(Key key) {
    synchronized (found) {
      return foundMore || found.containsKey(key);
    }
  }

  /** A reader has found the entry below the authority, and is about to be told. */
  void foundBelow(Entry entry) {
    synchronized (found) {
      if (found.size() < MAX_FOUND || found.containsKey(entry.key())) {
        found.merge(entry.key(), entry.stamp(), (a, b) -> a.isAfter(b) ? a : b);
      } else {
        foundMore = true;
      }
    }
  }

  /** The authority has the entry of this key and stamp, or a newer one. */
  void broughtUp(Key key, Stamp given) {
    synchronized (found) {
      found.computeIfPresent(key, (any, stamp) -> stamp.isAfter(given) ? stamp : null);
    }
  }

  /** Looks whether the authority is still the same, after it has answered. */
  Look look() {
    return new Look();
  }

  /** A look at the authority, for one walk or several together. */
  static final class Look {
    private @Nullable String authority;

    private Look() {}

    /**
     * Whether the authority is the one that has what the layer held.
     *
     * @throws StoreException if it can't be asked
     */
    boolean confirms(Cover cover) {
      Replica replica = cover.replica();
      if (authority == null) {
        authority = replica.above().topmost();
      }
      return cover.authority().equals(FollowPlace.hash(authority + replica.layer().filter()));
    }
  }
}
