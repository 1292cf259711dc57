package dev.headwater.store.memory;

import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Purge;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.Write;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A store in the memory of this process. With a bound it is a cache: it evicts what is used least,
 * tombstones and expired values too, and is not {@link Capability#COMPLETE}. So is one that has a
 * lifetime. Without either it forgets nothing until it is closed.
 *
 * <p>A read takes no lock and allocates nothing; only values that expire cost a look at the clock.
 * A listing holds references to all entries it will list, as of when it was opened. A feed pushes;
 * one that is more than {@link MemoryStoreConfig#feedChanges} changes behind begins anew. Every
 * memory is an incarnation of its own, so no mark outlives it.
 */
public final class MemoryStore implements Store {

  private static final int MAX_ATOMIC_WRITES = 10_000;
  private static final long TIMEOUT_MILLIS = 5_000; // a listing of millions of entries sorts them

  private final MemoryStoreConfig config;
  private final Capabilities capabilities;
  private final MemoryContents contents;
  private final InstantSource time;
  private final Runnable release;
  private final AtomicBoolean released = new AtomicBoolean();
  private volatile boolean closed;

  /** A store on contents that the release gives up. */
  MemoryStore(
      MemoryStoreConfig config, MemoryContents contents, InstantSource time, Runnable release) {
    this.config = config;
    this.capabilities = capabilities(config);
    this.contents = contents;
    this.time = time;
    this.release = release;
  }

  /**
   * A new, empty store.
   *
   * @param time the wall clock, which decides what has expired
   */
  public static MemoryStore open(MemoryStoreConfig config, InstantSource time) {
    MemoryContents contents = new MemoryContents(config, time);
    return new MemoryStore(config, contents, time, contents::clear);
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public @Nullable Entry read(Key key) {
    requireOpen();
    Entry entry = contents.get(key);
    if (entry == null) {
      requireOpen(); // closing empties the memory, and that must not look like an absence
      return null;
    }
    return hasExpired(entry) ? null : entry;
  }

  @Override
  public ReadBatch readAll(Collection<Key> keys) {
    requireOpen();
    Map<Key, Entry> entries = contents.getAll(keys);
    requireOpen();
    entries.values().removeIf(this::hasExpired);
    return new ReadBatch(entries, Map.of());
  }

  @Override
  public MergeOutcome merge(Write write) {
    requireOpen();
    capabilities.limits().check(write.entry(), Subject.of(this, "merge"));
    return contents.merge(write, nowMillis());
  }

  @Override
  public List<MergeOutcome> mergeAll(Batch batch) {
    requireOpen();
    capabilities.limits().check(batch, Subject.of(this, "mergeAll"));
    if (batch.atomicity() == Batch.Atomicity.EACH) {
      long now = nowMillis();
      return batch.writes().stream().map(write -> contents.merge(write, now)).toList();
    }
    return contents.mergeTogether(batch.writes(), nowMillis());
  }

  @Override
  public EntryCursor list(ListRequest request) {
    requireOpen();
    long now = nowMillis();
    List<Entry> entries =
        contents.snapshot(entry -> request.admits(entry, now)).stream()
            .sorted(Comparator.comparing(Entry::key))
            .toList();
    requireOpen();
    return new MemoryCursor(this, request, entries);
  }

  @Override
  public Mark head() {
    requireOpen();
    return new MemoryMark(contents.changes().end(), null).in(contents.incarnation());
  }

  @Override
  public Feed feed(FeedRequest request) {
    requireOpen();
    return new MemoryFeed(this, contents, request);
  }

  @Override
  public int purge(Collection<Purge> purges) {
    requireOpen();
    int forgotten = 0;
    for (Purge purge : purges) {
      if (contents.purge(purge)) {
        forgotten++;
      }
    }
    return forgotten;
  }

  @Override
  public void close() {
    closed = true;
    contents.changes().wake();
    if (released.compareAndSet(false, true)) {
      release.run();
    }
  }

  boolean isOpen() {
    return !closed;
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("store '" + name() + "' is closed");
    }
  }

  long nowMillis() {
    return time.millis();
  }

  private boolean hasExpired(Entry entry) {
    return entry.expires() && entry.isExpiredAt(time.millis());
  }

  private static Capabilities capabilities(MemoryStoreConfig config) {
    Set<Capability> set =
        EnumSet.of(
            Capability.WRITE,
            Capability.PRECONDITIONS,
            Capability.ATOMIC_BATCHES,
            Capability.LOCAL,
            Capability.PUSH_FEED);
    if (!config.mayForget()) {
      set.add(Capability.COMPLETE);
    }
    return new Capabilities(
        set,
        new Capabilities.Limits(
            config.maxValueBytes(), MAX_ATOMIC_WRITES, config.maxAtomicBytes(), TIMEOUT_MILLIS));
  }
}
