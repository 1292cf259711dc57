package dev.headwater.store;

import java.util.Map;

/**
 * What a store holds of several keys. A key that is in neither map is absent.
 *
 * @param entries the entries found, tombstones among them
 * @param corrupt what stands at a key but is no record
 */
public record ReadBatch(Map<Key, Entry> entries, Map<Key, CorruptEntryException> corrupt) {

  /** Nothing found. */
  public static final ReadBatch EMPTY = new ReadBatch(Map.of(), Map.of());
}
