package dev.headwater.testkit;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ReferenceStore}s hold: a sorted map, and a log of its changes that forgets the
 * oldest. Several stores over one instance play several processes on one server.
 *
 * <p>Everything that is not public is used by the stores and their feeds, under {@link #lock}.
 */
public final class ReferenceData {

  private static final int DEFAULT_LOG_LENGTH = 10_000;
  private static final AtomicLong INCARNATIONS = new AtomicLong();

  final ReentrantLock lock = new ReentrantLock();
  final Condition changed = lock.newCondition();
  final String incarnation;

  private final int logLength;
  private final Observer observer;
  private final NavigableMap<Key, Held> held = new TreeMap<>();
  private final NavigableMap<Long, Key> log = new TreeMap<>();
  private long revision;
  private long forgottenRevision; // changes up to here are no longer in the log

  public ReferenceData() {
    this(DEFAULT_LOG_LENGTH);
  }

  /** Data whose feeds lose their place when they are more than so many changes behind. */
  public ReferenceData(int logLength) {
    this("reference-" + INCARNATIONS.incrementAndGet(), logLength, (key, before, entry) -> {});
  }

  /**
   * Data that somebody observes.
   *
   * @param incarnation which life of the store this is; see {@link dev.headwater.store.Mark}
   */
  public ReferenceData(String incarnation, int logLength, Observer observer) {
    this.incarnation = incarnation;
    this.logLength = logLength;
    this.observer = observer;
  }

  /** Hears of every change, under the lock. */
  public interface Observer {
    /** The key holds this entry now. What was held before it may have been garbage. */
    void wrote(Key key, @Nullable Entry before, Entry entry);
  }

  /**
   * What is held of a key.
   *
   * @param revision the change that wrote it
   * @param entry the entry, or {@code null} if garbage was written
   */
  record Held(long revision, @Nullable Entry entry) {}

  /** Writes garbage to the key, as someone would who does not know what a record is. */
  public void corrupt(Key key) {
    lock.lock();
    try {
      put(key, null);
    } finally {
      lock.unlock();
    }
  }

  /** What is held of the key, expired or not: for those who judge what a store answers. */
  public @Nullable Entry peek(Key key) {
    lock.lock();
    try {
      Held here = held.get(key);
      return here == null ? null : here.entry();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets which changes there were, so that every feed loses its place. */
  public void forgetChanges() {
    lock.lock();
    try {
      revision++;
      forgottenRevision = revision;
      log.clear();
    } finally {
      lock.unlock();
    }
  }

  @Nullable Held get(Key key) {
    return held.get(key);
  }

  void put(Key key, @Nullable Entry entry) {
    revision++;
    Held before = held.put(key, new Held(revision, entry));
    if (entry != null) {
      observer.wrote(key, before == null ? null : before.entry(), entry);
    }
    log.put(revision, key);
    while (log.size() > logLength) {
      forgottenRevision = log.pollFirstEntry().getKey();
    }
    changed.signalAll();
  }

  void putAll(Map<Key, Entry> entries) {
    new TreeMap<>(entries).forEach(this::put);
  }

  /** Forgets the key. No change, since what is forgotten is not told. */
  void remove(Key key) {
    held.remove(key);
  }

  /** What is held, in key order, above the key; all if there is none. */
  NavigableMap<Key, Held> above(@Nullable Key after) {
    return after == null ? held : held.tailMap(after, false);
  }

  /** The changes above the revision, in order. */
  NavigableMap<Long, Key> changesAfter(long after) {
    return log.tailMap(after, false);
  }

  /** Whether all changes above the revision are known. */
  boolean reaches(long after) {
    return after >= forgottenRevision && after <= revision;
  }

  long revision() {
    return revision;
  }

  Map<Key, Held> snapshot(Iterable<Key> keys) {
    Map<Key, Held> found = new LinkedHashMap<>(); // in an order that is the same in every run
    for (Key key : keys) {
      Held here = held.get(key);
      if (here != null) {
        found.put(key, here);
      }
    }
    return found;
  }
}
