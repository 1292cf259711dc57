package dev.headwater.testkit;

import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.Purge;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.Write;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The contract of {@link Store} as a program: a sorted map behind one lock. Written to be read and
 * to be compared with, not to be fast.
 */
public final class ReferenceStore implements Store {

  /** The stamp up to which a purge forgets everything, garbage too. */
  public static final Stamp LAST_STAMP = new Stamp(Long.MAX_VALUE, Long.MAX_VALUE);

  /** What a reference store can do and takes unless it is told otherwise. */
  public static final Capabilities CAPABILITIES =
      new Capabilities(
          EnumSet.complementOf(EnumSet.of(Capability.DURABLE)),
          new Capabilities.Limits(1 << 20, 128, 1 << 22, 10_000));

  private final String name;
  private final ReferenceData data;
  private final InstantSource time;
  private final Capabilities capabilities;
  private final Set<ReferenceFeed> feeds = new CopyOnWriteArraySet<>();
  private volatile boolean closed;

  private ReferenceStore(
      String name, ReferenceData data, InstantSource time, Capabilities capabilities) {
    this.name = name;
    this.data = data;
    this.time = time;
    this.capabilities = capabilities;
  }

  /** A store with data of its own. */
  public static ReferenceStore create(String name, InstantSource time) {
    return over(new ReferenceData(), name, time);
  }

  /** A store with data of its own that can do less, or takes less. */
  public static ReferenceStore create(String name, InstantSource time, Capabilities capabilities) {
    return over(new ReferenceData(), name, time, capabilities);
  }

  /** A store on data that other stores may use, too. */
  public static ReferenceStore over(ReferenceData data, String name, InstantSource time) {
    return over(data, name, time, CAPABILITIES);
  }

  /** A store on data that other stores may use, too, and that can do less, or takes less. */
  public static ReferenceStore over(
      ReferenceData data, String name, InstantSource time, Capabilities capabilities) {
    return new ReferenceStore(name, data, time, capabilities);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public @Nullable Entry read(Key key) {
    ReadBatch batch = readAll(List.of(key));
    CorruptEntryException corrupt = batch.corrupt().get(key);
    if (corrupt != null) {
      throw corrupt;
    }
    return batch.entries().get(key);
  }

  @Override
  public ReadBatch readAll(Collection<Key> keys) {
    return locked(
        () -> {
          Map<Key, Entry> entries = new LinkedHashMap<>();
          Map<Key, CorruptEntryException> corrupt = new LinkedHashMap<>();
          data.snapshot(keys)
              .forEach(
                  (key, held) -> {
                    Entry entry = held.entry();
                    if (entry == null) {
                      corrupt.put(key, corrupt("read", key));
                    } else if (!entry.isExpiredAt(time.millis())) {
                      entries.put(key, entry);
                    }
                  });
          return new ReadBatch(
              Collections.unmodifiableMap(entries), Collections.unmodifiableMap(corrupt));
        });
  }

  @Override
  public MergeOutcome merge(Write write) {
    return locked(
        () -> {
          limits().check(write);
          return mergeOne(write);
        });
  }

  @Override
  public List<MergeOutcome> mergeAll(Batch batch) {
    return locked(
        () -> {
          limits().check(batch);
          return batch.atomicity() == Batch.Atomicity.ALL
              ? mergeTogether(batch.writes())
              : batch.writes().stream().map(this::mergeOrFail).toList();
        });
  }

  @Override
  public EntryCursor list(ListRequest request) {
    requireOpen();
    return new ReferenceCursor(this, request);
  }

  @Override
  public Mark head() {
    return locked(() -> new Mark(data.incarnation, "r" + data.revision()));
  }

  @Override
  public Feed feed(FeedRequest request) {
    return locked(
        () -> {
          ReferenceFeed feed = new ReferenceFeed(this, request);
          feeds.add(feed);
          return feed;
        });
  }

  @Override
  public int purge(Collection<Purge> purges) {
    return locked(
        () -> {
          limits().checkWritable("purge");
          return purges.stream().mapToInt(this::purgeOne).sum();
        });
  }

  @Override
  public void close() {
    closed = true;
    feeds.forEach(ReferenceFeed::close);
  }

  // --- for its cursors and feeds ---

  ReferenceData data() {
    return data;
  }

  long nowMillis() {
    return time.millis();
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException(name + " is closed");
    }
  }

  void forget(ReferenceFeed feed) {
    feeds.remove(feed);
  }

  CorruptEntryException corrupt(String operation, Key key) {
    return new CorruptEntryException(
        Subject.of(this, operation, key), "what is held is no record; remove or mend it");
  }

  <T> T locked(Supplier<T> action) {
    data.lock.lock();
    try {
      requireOpen();
      return action.get();
    } finally {
      data.lock.unlock();
    }
  }

  // --- merging, under the lock ---

  private MergeOutcome mergeOne(Write write) {
    Entry held = held(write.key());
    MergeOutcome outcome = write.onto(held, time.millis());
    if (outcome.wrote()) {
      data.put(write.key(), write.entry());
    }
    return outcome;
  }

  private MergeOutcome mergeOrFail(Write write) {
    try {
      return mergeOne(write);
    } catch (CorruptEntryException e) {
      return new MergeOutcome.Failed(e);
    }
  }

  private List<MergeOutcome> mergeTogether(List<Write> writes) {
    List<MergeOutcome> outcomes = new ArrayList<>();
    Map<Key, Entry> changes = new HashMap<>();
    for (Write write : writes) {
      MergeOutcome outcome = write.onto(held(write.key()), time.millis());
      outcomes.add(outcome);
      if (outcome.wrote()) {
        changes.put(write.key(), write.entry());
      }
    }
    if (outcomes.stream().anyMatch(MergeOutcome.Refused.class::isInstance)) {
      return writes.stream().map(write -> MergeOutcome.refused(held(write.key()))).toList();
    }
    data.putAll(changes);
    return outcomes;
  }

  private @Nullable Entry held(Key key) {
    ReferenceData.Held held = data.get(key);
    if (held != null && held.entry() == null) {
      throw corrupt("merge", key);
    }
    return held == null ? null : held.entry();
  }

  private int purgeOne(Purge purge) {
    ReferenceData.Held held = data.get(purge.key());
    if (held == null) {
      return 0;
    }
    Stamp stamp = held.entry() == null ? LAST_STAMP : held.entry().stamp();
    if (stamp.isAfter(purge.upTo())) {
      return 0;
    }
    data.remove(purge.key());
    return 1;
  }

  private ReferenceLimits limits() {
    return new ReferenceLimits(this);
  }

  static boolean isConditional(Write write) {
    return write.precondition() != Precondition.none();
  }

  RejectedException rejected(String operation, RejectedException.Reason reason, String what) {
    return new RejectedException(Subject.of(this, operation), reason, what);
  }
}
