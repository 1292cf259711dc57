package dev.headwater.store.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Purge;
import dev.headwater.store.Stamp;
import dev.headwater.store.Write;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one memory and the log of their changes, shared by all stores opened on it.
 *
 * <p>A single write is atomic because the map computes each key alone; it holds the shared side of
 * {@link #batches}. An atomic batch holds the exclusive side while it writes. A read of one key
 * takes no lock: it looks whether a batch is being written, and only then waits for it, so that
 * whoever has seen one key of a batch sees all. Reads of many keys are repeated if a batch came
 * between.
 *
 * <p>Caffeine's own expiry is not used for entries that expire: what has expired is still held, and
 * a clock read per hit would cost as much as the hit. It is used for a lifetime, if one is set.
 */
final class MemoryContents {

  private final String incarnation = Long.toHexString(new SecureRandom().nextLong());
  private final StampedLock batches = new StampedLock();
  private final Cache<Key, Entry> cache;
  private final ChangeLog changes;

  /**
   * @param time decides when a lifetime is over
   */
  MemoryContents(MemoryStoreConfig config, InstantSource time) {
    cache = cache(config, time);
    changes = new ChangeLog(config.feedChanges());
  }

  /* Maintenance runs in the caller's thread, a little at a time: no threads of our own or others'. */
  private static Cache<Key, Entry> cache(MemoryStoreConfig config, InstantSource time) {
    Caffeine<Object, Object> builder = Caffeine.newBuilder().executor(Runnable::run);
    config
        .lifetime()
        .ifPresent(
            lifetime ->
                builder
                    .expireAfterWrite(lifetime)
                    .ticker(() -> TimeUnit.MILLISECONDS.toNanos(time.millis())));
    return config.isBounded()
        ? builder.maximumWeight(config.maxBytes()).weigher(EntryWeigher.INSTANCE).build()
        : builder.build();
  }

  /** Which life of the memory this is. */
  String incarnation() {
    return incarnation;
  }

  ChangeLog changes() {
    return changes;
  }

  /** What is held of the key, expired or not. Counts as use of the entry. */
  @Nullable Entry get(Key key) {
    if (batches.isWriteLocked()) {
      awaitBatch();
    }
    return cache.getIfPresent(key);
  }

  /** What is held of the keys, expired or not, at one moment between batches. */
  Map<Key, Entry> getAll(Collection<Key> keys) {
    return consistently(
        () -> {
          Map<Key, Entry> held = new HashMap<>();
          for (Key key : keys) {
            Entry entry = cache.getIfPresent(key);
            if (entry != null) {
              held.put(key, entry);
            }
          }
          return held;
        });
  }

  /** The entries held that pass the filter, in no order, at one moment between batches. */
  List<Entry> snapshot(Predicate<Entry> filter) {
    return consistently(() -> cache.asMap().values().stream().filter(filter).toList());
  }

  /** Merges one write. Atomic. */
  MergeOutcome merge(Write write, long nowMillis) {
    Merging merging = new Merging(write, nowMillis);
    sharing(() -> cache.asMap().compute(write.key(), merging));
    MergeOutcome outcome = merging.outcome();
    if (outcome.wrote()) {
      changes.append(write.key());
    }
    return outcome;
  }

  /** Merges writes of different keys, all or none, visible together. */
  List<MergeOutcome> mergeTogether(List<Write> writes, long nowMillis) {
    long stamp = batches.writeLock();
    try {
      List<MergeOutcome> outcomes =
          writes.stream().map(write -> write.onto(held(write), nowMillis)).toList();
      if (outcomes.stream().anyMatch(MergeOutcome.Refused.class::isInstance)) {
        return writes.stream().map(write -> MergeOutcome.refused(held(write))).toList();
      }
      changes.appendAll(putWinners(writes, outcomes));
      return outcomes;
    } finally {
      batches.unlockWrite(stamp);
    }
  }

  /** Forgets what is held of the key if it is not newer. */
  boolean purge(Purge purge) {
    return sharing(
        () -> {
          Entry held = cache.policy().getIfPresentQuietly(purge.key());
          return held != null && forget(purge.key(), purge.upTo());
        });
  }

  /** Forgets everything. */
  void clear() {
    cache.invalidateAll();
  }

  private boolean forget(Key key, Stamp upTo) {
    boolean[] forgotten = {false};
    cache
        .asMap()
        .computeIfPresent(
            key,
            (same, held) -> {
              forgotten[0] = !held.stamp().isAfter(upTo);
              return forgotten[0] ? null : held;
            });
    return forgotten[0];
  }

  private List<Key> putWinners(List<Write> writes, List<MergeOutcome> outcomes) {
    List<Key> written = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      if (outcomes.get(i).wrote()) {
        cache.put(writes.get(i).key(), writes.get(i).entry());
        written.add(writes.get(i).key());
      }
    }
    return written;
  }

  private @Nullable Entry held(Write write) {
    return cache.policy().getIfPresentQuietly(write.key());
  }

  private void awaitBatch() {
    batches.unlockRead(batches.readLock());
  }

  private <T extends @Nullable Object> T sharing(Supplier<T> action) {
    long stamp = batches.readLock();
    try {
      return action.get();
    } finally {
      batches.unlockRead(stamp);
    }
  }

  private <T> T consistently(Supplier<T> reading) {
    long stamp = batches.tryOptimisticRead();
    if (stamp != 0) {
      T result = reading.get();
      if (batches.validate(stamp)) {
        return result;
      }
    }
    return sharing(reading);
  }
}
