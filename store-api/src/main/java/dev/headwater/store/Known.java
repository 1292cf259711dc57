package dev.headwater.store;

import java.util.Collection;
import java.util.Map;

/**
 * What somebody who lists or follows a store holds already. A store that has to fetch values one by
 * one may leave out entries that are not newer; the others need not ask.
 */
@FunctionalInterface
public interface Known {

  /** Nothing: nothing is left out. */
  Known NOTHING = keys -> Map.of();

  /**
   * The stamps of what is held of these keys; keys of which nothing is held are missing.
   *
   * @throws StoreException if nobody can tell now
   */
  Map<Key, Stamp> of(Collection<Key> keys);
}
