package dev.headwater.store.memory;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * The memories that have a name in this process. One lives from the first store opened on it until
 * the last of them is closed. Thread-safe.
 */
final class NamedMemories {

  private final Map<String, Memory> memories = new HashMap<>(); // guarded by this

  /**
   * A store on the memory of the configuration's name.
   *
   * @throws IllegalArgumentException if that memory is open with other settings
   */
  synchronized MemoryStore open(MemoryStoreConfig config, InstantSource time) {
    Memory memory = memories.computeIfAbsent(config.name(), name -> new Memory(config, time));
    if (!memory.config.equals(config)) {
      throw new IllegalArgumentException(
          "'%s' is open in this process with other parameters; use the same, or another name"
              .formatted(config.name()));
    }
    memory.stores++;
    return new MemoryStore(config, memory.contents, time, () -> release(memory));
  }

  private synchronized void release(Memory memory) {
    memory.stores--;
    if (memory.stores == 0) {
      memories.remove(memory.config.name());
      memory.contents.clear();
    }
  }

  private static final class Memory {
    final MemoryStoreConfig config;
    final MemoryContents contents;
    int stores;

    Memory(MemoryStoreConfig config, InstantSource time) {
      this.config = config;
      this.contents = new MemoryContents(config, time);
    }
  }
}
