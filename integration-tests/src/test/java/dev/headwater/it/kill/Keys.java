package dev.headwater.it.kill;

import dev.headwater.store.Key;
import java.util.List;
import java.util.stream.IntStream;

/** The keys that are written: each by one thread of one process at a time. */
final class Keys {

  static final int THREADS = 3;
  private static final int KEYS_EACH = 8;

  private Keys() {}

  static List<Key> of(int thread) {
    return IntStream.range(0, KEYS_EACH).mapToObj(i -> Key.of("k" + thread + "/" + i)).toList();
  }

  static List<Key> all() {
    return IntStream.range(0, THREADS).boxed().flatMap(thread -> of(thread).stream()).toList();
  }
}
