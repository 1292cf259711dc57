package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.Key;
import dev.headwater.store.Purge;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * This process's own writes on their way to one feed: the newest of each key, until the feed's
 * owner takes them. Thread-safe.
 *
 * <p>Bounded by {@value #MAX_KEYS} keys and {@value #MAX_BYTES} bytes of values. What does not fit
 * is left out and not lost: what the authority took comes by its own feed, and what is undecided is
 * fetched from {@link Pending}, which is bounded itself, when there is room. Withdrawals are not
 * left out; there are none but of what was taken from here and undecided.
 */
final class OwnChanges {

  static final int MAX_KEYS = 10_000;
  static final long MAX_BYTES = 16 << 20;
  static final int MAX_SHOWN = 16; // of a key, from one poll to the next

  private final String prefix;
  private final Pending pending;
  private final Runnable wakeUp;

  /* All below is guarded by this. */
  private final Map<Key, Own> waiting = new LinkedHashMap<>();
  private final Map<Key, Entry> undecided = new HashMap<>(); // delivered before it was decided
  private final KeyedEntries early = new KeyedEntries(); // undecided when it began, served or not
  private final KeyedEntries shown = new KeyedEntries(); // by listings, and not delivered
  private final Set<Entry> withdrawn = new LinkedHashSet<>(); // known, and then refused
  private final KeyedEntries overtaken = new KeyedEntries(); // known, and then too old
  private long bytes;
  private boolean leftOut; // something that did not fit

  /**
   * @param wakeUp is called, with a lock held, when there is something to take
   */
  OwnChanges(String prefix, Pending pending, Runnable wakeUp) {
    this.prefix = prefix;
    this.pending = pending;
    this.wakeUp = wakeUp;
  }

  /** Begins with what is undecided now; called when all that is accepted later is told. */
  synchronized void begin() {
    early.addAll(pending.undecided(prefix));
    fetch();
  }

  private record Own(Entry entry, Decision decision) {}

  private enum Decision {
    TAKEN,
    NONE_YET
  }

  /** {@link OwnWrites#accepted}. */
  synchronized void accepted(Entry entry) {
    Entry newest = pending.newest(entry.key());
    if (newest == null || EntryOrder.supersedes(entry, newest)) {
      return; // the decision was told already
    }
    if (!newest.equals(undecided.get(entry.key()))) {
      offer(newest, Decision.NONE_YET); // of a newer one, whose writer has not come here yet
    }
  }

  /**
   * A listing has shown the entry, so that the feed's owner may know it. Whether it was refused
   * meanwhile is found out by asking what the authority holds.
   */
  synchronized void listed(Entry entry) {
    if (entry.equals(undecided.get(entry.key()))) {
      return;
    }
    if (pending.newest(entry.key()) == null) {
      overtaken.add(entry);
      wakeUp.run();
      return;
    }
    if (shown.count(entry.key()) < MAX_SHOWN) {
      shown.add(entry);
    }
  }

  /** {@link OwnWrites#taken}. */
  synchronized void taken(Entry entry) {
    settleShown(entry); // it is told now, or was shown
    Entry delivered = undecided.get(entry.key());
    if (delivered == null) {
      boolean hidden = early.contains(entry) && !waiting.containsKey(entry.key());
      if (!hidden) { // by something newer, which the feed may begin after
        offer(entry, Decision.TAKEN);
      }
    } else if (!EntryOrder.supersedes(delivered, entry)) {
      undecided.remove(entry.key());
      if (!delivered.equals(entry)) {
        offer(entry, Decision.TAKEN);
      }
    }
  }

  /**
   * {@link OwnWrites#settled}. What was undecided when this began may have been taken before the
   * authority's feed begins, and replaced.
   */
  synchronized void settled(Entry entry) {
    if (early.remove(entry)) {
      settle(entry);
      overtaken.add(entry);
      wakeUp.run();
    }
  }

  /** {@link OwnWrites#overtaken}. */
  synchronized void overtaken(Entry entry) {
    forget(entry);
    settleEarly(entry);
    if (overtaken.addAll(settleAll(entry))) { // what is newer may not come by the feed
      wakeUp.run();
    }
  }

  /** {@link OwnWrites#withdrawn}. */
  synchronized void withdrawn(Entry entry) {
    forget(entry);
    settleEarly(entry);
    if (withdrawn.addAll(settleAll(entry))) {
      wakeUp.run();
    }
  }

  /** The authority's feed has delivered this entry. */
  synchronized void followed(Entry entry) {
    settle(entry);
    settleEarly(entry);
    settleShown(entry);
    overtaken.remove(entry.key(), older -> !EntryOrder.supersedes(older, entry));
    Own own = waiting.get(entry.key());
    if (own != null && !EntryOrder.supersedes(own.entry(), entry)) {
      remove(own);
    }
  }

  /** {@link OwnWrites#purged}. */
  synchronized void purged(Purge purge) {
    Own own = waiting.get(purge.key());
    if (own != null && !own.entry().stamp().isAfter(purge.upTo())) {
      remove(own);
    }
    Entry delivered = undecided.get(purge.key());
    if (delivered != null && !delivered.stamp().isAfter(purge.upTo())) {
      undecided.remove(purge.key());
    }
    early.remove(purge.key(), one -> !one.stamp().isAfter(purge.upTo()));
    shown.remove(purge.key());
    overtaken.remove(purge.key());
  }

  /** Whether there is an entry to {@linkplain #take take}. */
  synchronized boolean isEmpty() {
    fetchLeftOut();
    return waiting.isEmpty();
  }

  /** The next entries, at most so many, the oldest key first. */
  synchronized List<Entry> take(int limit) {
    fetchLeftOut();
    List<Own> next = waiting.values().stream().limit(limit).toList();
    for (Own own : next) {
      remove(own);
      if (own.decision() == Decision.NONE_YET) {
        undecided.put(own.entry().key(), own.entry());
        shown.remove(own.entry().key()); // it is what the owner knows last
      }
    }
    return next.stream().map(Own::entry).toList();
  }

  /** The next withdrawals, at most so many. */
  synchronized List<Entry> takeWithdrawn(int limit) {
    List<Entry> next = withdrawn.stream().limit(limit).toList();
    next.forEach(withdrawn::remove);
    return next;
  }

  /** The next that are known and older than what the authority holds, at most so many. */
  synchronized List<Entry> takeOvertaken(int limit) {
    return overtaken.take(limit);
  }

  /** What {@link #takeWithdrawn} and {@link #takeOvertaken} gave could not be told. */
  synchronized void putBack(Collection<Entry> refused, Collection<Entry> older) {
    withdrawn.addAll(refused);
    overtaken.addAll(older);
  }

  /** Whether the authority has to be asked what it holds instead of what was delivered. */
  synchronized boolean isOutdated() {
    return !withdrawn.isEmpty() || !overtaken.isEmpty();
  }

  private void offer(Entry entry, Decision decision) {
    Own before = waiting.get(entry.key());
    if (before != null && EntryOrder.supersedes(before.entry(), entry)) {
      return;
    }
    long beforeBytes = before == null ? 0 : before.entry().valueBytes();
    boolean fits =
        (before != null || waiting.size() < MAX_KEYS)
            && bytes - beforeBytes + entry.valueBytes() <= MAX_BYTES;
    if (fits) {
      put(new Own(entry, decision));
      wakeUp.run();
    } else {
      leftOut = true;
    }
  }

  private void fetchLeftOut() {
    if (leftOut && waiting.isEmpty()) {
      leftOut = false;
      fetch();
    }
  }

  private void fetch() {
    for (Entry entry : pending.under(prefix)) {
      Own before = waiting.get(entry.key());
      boolean known = before != null && !EntryOrder.supersedes(entry, before.entry());
      if (!known && !entry.equals(undecided.get(entry.key()))) {
        put(new Own(entry, Decision.NONE_YET));
      }
    }
  }

  private void put(Own own) {
    Own before = waiting.put(own.entry().key(), own);
    bytes += own.entry().valueBytes() - (before == null ? 0 : before.entry().valueBytes());
  }

  private void remove(Own own) {
    waiting.remove(own.entry().key());
    bytes -= own.entry().valueBytes();
  }

  /* It need not be delivered any more, if it was not. */
  private void forget(Entry entry) {
    Own own = waiting.get(entry.key());
    if (own != null && own.entry().equals(entry)) {
      remove(own);
    }
  }

  /* What was delivered undecided, it or what it replaced, and is not undecided any more. */
  private @Nullable Entry settle(Entry entry) {
    Entry delivered = undecided.get(entry.key());
    if (delivered == null || EntryOrder.supersedes(delivered, entry)) {
      return null;
    }
    return undecided.remove(entry.key());
  }

  /* What was undecided when it began, and is not newer, is not waited for any more. */
  private void settleEarly(Entry entry) {
    early.remove(entry.key(), one -> !EntryOrder.supersedes(one, entry));
  }

  /* The same of what listings have shown. */
  private List<Entry> settleShown(Entry entry) {
    return shown.remove(entry.key(), one -> !EntryOrder.supersedes(one, entry));
  }

  private List<Entry> settleAll(Entry entry) {
    List<Entry> settled = new ArrayList<>(settleShown(entry));
    Entry delivered = settle(entry);
    if (delivered != null) {
      settled.add(delivered);
    }
    return settled;
  }
}
