package dev.headwater.store;

/**
 * A key to forget.
 *
 * @param key the key
 * @param upTo forget what is held of it only if its stamp is not above this one
 */
public record Purge(Key key, Stamp upTo) {

  /** Forgets the entry, unless something newer has taken its place. */
  public static Purge of(Entry entry) {
    return new Purge(entry.key(), entry.stamp());
  }
}
