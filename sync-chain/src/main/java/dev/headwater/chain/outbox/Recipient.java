package dev.headwater.chain.outbox;

import dev.headwater.store.Key;
import dev.headwater.store.Store;
import java.util.function.Predicate;

/**
 * A layer that an outbox serves: one that is written and not in memory.
 *
 * @param name the layer's name
 * @param store what to call
 * @param role what it is to the chain
 * @param admits which keys are its business; the others it is never given
 */
public record Recipient(String name, Store store, Role role, Predicate<Key> admits) {

  /** What a recipient is to the chain. */
  public enum Role {
    /** It decides writes. */
    AUTHORITY,
    /** It is complete. */
    STORE,
    /** It may forget, and does not have to take what is too large for it. */
    CACHE
  }
}
