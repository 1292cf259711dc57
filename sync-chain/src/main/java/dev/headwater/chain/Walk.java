package dev.headwater.chain;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the layers answered about one key, from the top down, and what follows from it. Decides;
 * asks nobody. Used by one thread.
 *
 * <p>The walk ends at the first entry, value or tombstone, that can be believed. <b>An error is not
 * a miss</b>: a complete store that could not be asked might hold the key, or a newer entry of it,
 * so whatever is found below it is not the answer. A cache that could not be asked makes no
 * difference once the authority has answered.
 */
final class Walk {

  /** Where an entry was found that the authority has not decided yet. */
  static final int UNDECIDED = -2;

  private final Key key;
  private final ChainShape shape;
  private final LocalCopies.Ticket ticket;
  private final List<StoreException> unknown = new ArrayList<>(0);
  private @Nullable Entry found;
  private int foundAt = -1;

  /**
   * @param ticket what was known of the key before the first layer was asked
   */
  Walk(Key key, ChainShape shape, LocalCopies.Ticket ticket) {
    this.key = key;
    this.shape = shape;
    this.ticket = ticket;
  }

  Key key() {
    return key;
  }

  LocalCopies.Ticket ticket() {
    return ticket;
  }

  boolean isOver() {
    return found != null || !unknown.isEmpty();
  }

  /** The layer holds this entry, which is believed. */
  void hit(int layer, Entry entry) {
    found = entry;
    foundAt = layer;
  }

  /** An own write is pending, and is the answer. */
  void undecided(Entry entry) {
    found = entry;
    foundAt = UNDECIDED;
  }

  /** The layer could not be asked, or holds what is no record. */
  void failed(int layer, StoreException error) {
    if (shape.layers().get(layer).role() == Layer.Role.STORE) {
      unknown.add(error);
    }
  }

  /**
   * The authority holds an entry that is older than what this chain has seen: it lost data, or
   * answers from an old copy.
   */
  void wentBack(int layer, Entry entry, Stamp floor) {
    String name = shape.layers().get(layer).name();
    unknown.add(
        new StoreUnavailableException(
            subject(),
            "layer '%s' holds an entry stamped %s, older than %s, which was read or written before;"
                    .formatted(name, entry.stamp(), floor)
                + " it may have failed over or been restored: check it, then write the key again"));
  }

  /** The layer where the entry was found; -1 if nowhere; or {@link #UNDECIDED}. */
  int foundAt() {
    return foundAt;
  }

  /**
   * The entry, or {@code null} if the key is absent.
   *
   * @throws CorruptEntryException if a complete store holds no record at the key
   * @throws StoreUnavailableException if it is not known whether the key is absent
   */
  @Nullable Entry answer() {
    if (found != null || unknown.isEmpty()) {
      return found;
    }
    StoreException error = unknown.get(0);
    if (error instanceof CorruptEntryException) {
      throw error;
    }
    throw new StoreUnavailableException(
        subject(), "it is not known what the key holds: " + error.getMessage(), error);
  }

  private Subject subject() {
    return new Subject(ChainStore.name(shape), "read", key);
  }
}
