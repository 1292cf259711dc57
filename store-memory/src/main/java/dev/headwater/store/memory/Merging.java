package dev.headwater.store.memory;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Write;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** One write, decided where the map holds its key still. Used once, by one thread. */
final class Merging implements BiFunction<Key, @Nullable Entry, @Nullable Entry> {

  private final Write write;
  private final long nowMillis;
  private @Nullable MergeOutcome outcome;

  Merging(Write write, long nowMillis) {
    this.write = write;
    this.nowMillis = nowMillis;
  }

  /** The entry to hold from now on. */
  @Override
  public @Nullable Entry apply(Key key, @Nullable Entry held) {
    MergeOutcome decided = write.onto(held, nowMillis);
    outcome = decided;
    return decided.wrote() ? write.entry() : held;
  }

  MergeOutcome outcome() {
    if (outcome == null) {
      throw new IllegalStateException("the write has not been decided");
    }
    return outcome;
  }
}
