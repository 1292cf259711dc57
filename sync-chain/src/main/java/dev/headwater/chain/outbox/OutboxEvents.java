package dev.headwater.chain.outbox;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an outbox tells its chain, and asks it. Called without any lock of the outbox, on the thread
 * that does the work, if nothing else is said.
 */
public interface OutboxEvents {

  /**
   * How to look up what this process's memory holds of the key, expired or not. The look is taken
   * under a lock of the outbox, so it must take none under which the outbox is asked.
   */
  Supplier<@Nullable Entry> known(Key key);

  /** Whether something newer than the entry may have been seen, and is not remembered. */
  boolean mayBeOvertaken(Entry entry);

  /**
   * The entry was accepted, and the authority has not been asked. Comes before all that follows.
   */
  void accepted(Entry entry);

  /** The authority has taken an accepted entry. Told while the entry is still pending. */
  void decided(Entry entry);

  /** An entry that was {@link #decided} is not pending any more. */
  void settled(Entry entry);

  /** The authority holds something newer than an accepted entry. */
  void superseded(Entry entry, Stamp held);

  /**
   * The authority refused an accepted entry: it is no longer to be found. {@link #withdrawn}
   * follows when it can't come back.
   *
   * @param held what it holds instead; {@code null} for nothing
   */
  void refused(Entry entry, @Nullable Stamp held);

  /** An entry that was refused can't come back, even if the process ends. */
  void withdrawn(Entry entry, Certainty certainty);

  /** The layer has taken the entry. */
  void delivered(String layer, Entry entry);

  /** The layer will never take the entry. */
  void dead(String layer, Entry entry, StoreException error, Fallout fallout);

  /** A call of the layer failed. */
  void failed(String layer, StoreException error);

  /** The layer held an entry of the same stamp with other content. */
  void collided(String layer, Entry entry);

  /** There was no room for a write. */
  void full();

  /** The outbox was closed, without a journal, before the layer had the entry. */
  void lost(String layer, Entry entry);

  /** An entry was found in the journal that the authority has, or may have. */
  void recovered(Entry entry, Certainty certainty);

  /** How certain something is. */
  enum Certainty {
    CERTAIN,
    UNCERTAIN
  }

  /** Whether a dead letter was still undecided. */
  enum Fallout {
    /** It was served to readers, and is so no longer. */
    UNDONE,
    /** The authority has it; only this layer does not. */
    NONE
  }
}
