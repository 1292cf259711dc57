package dev.headwater.store.memory;

import com.github.benmanes.caffeine.cache.Weigher;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;

/** Weighs entries as {@link MemoryStoreConfig#maxBytes} says. */
enum EntryWeigher implements Weigher<Key, Entry> {
  INSTANCE;

  @Override
  public int weigh(Key key, Entry entry) {
    long bytes =
        (long) MemoryStoreConfig.ENTRY_OVERHEAD_BYTES + key.text().length() + entry.valueBytes();
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }
}
