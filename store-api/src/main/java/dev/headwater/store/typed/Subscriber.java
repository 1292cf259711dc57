package dev.headwater.store.typed;

import dev.headwater.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Is told of changes, by one thread at a time. It may take its time: it holds up its own
 * subscription alone, which waits in bounded memory and leaves out values that were overtaken
 * meanwhile. What it throws ends the subscription, see {@link #ended}.
 */
public interface Subscriber<V> {

  /** A key has a newer value; for each key in the order of stamps, and each once. */
  void changed(Change<V> change);

  /**
   * A value that was told before the store's authority had decided it was refused. By default this
   * is told as a change to what the key has instead.
   *
   * @param refused what was told; newer values of the key were not told since
   * @param instead what the authority holds, in all likelihood older than what was refused, or
   *     {@code null} if it holds nothing
   */
  default void withdrawn(Change<V> refused, @Nullable Change<V> instead) {
    changed(instead == null ? new Change<>(refused.key(), refused.stamp(), null) : instead);
  }

  /**
   * The store could not say all that changed: it was restored, or is no longer the one it was, or
   * forgot its history before this subscriber had read it. What is current and was not told yet
   * follows as changes; values in between are left out, and so is what the store forgot (which is
   * not what was deleted).
   */
  default void missed() {}

  /**
   * The subscription is up to date: it has begun, the {@linkplain Start#CURRENT current} values
   * were told if they were asked for, and it follows; or what failed works again and what changed
   * meanwhile was told.
   */
  default void live() {}

  /**
   * Changes could not be read: the store is away (what happens meanwhile is told when it is back,
   * without a gap), or a value does not decode. With a chain, this process's own writes are told
   * all the same.
   */
  void failed(StoreException error);

  /**
   * The subscription has ended, and not because it was closed: a method of this subscriber threw,
   * or the store was closed. By default this is thrown on to the thread of the executor.
   */
  default void ended(Throwable cause) {
    throw new IllegalStateException("a subscription has ended: " + cause, cause);
  }
}
