package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the copies in memory with what the authority holds, a few at a time, all of them within
 * a given time: feeds are hints, and a change that none told of must not stay unseen. A pass
 * remembers the keys that were in memory when it began. What could not be compared is tried again
 * in its turn. Used by one thread at a time.
 */
final class CopyScrub {

  private static final int MAX_PAGE = 100;

  /** The shortest pause, so at most 2,000 copies are compared in a second. */
  private static final Duration BREATH = Duration.ofMillis(50);

  private final Layer authorityLayer;
  private final Store authority;
  private final List<Store> memory;
  private final LocalCopies copies;
  private final ChainListener listener;
  private final Duration pass;

  private final Queue<Key> left = new ArrayDeque<>();
  private Duration pause;

  /**
   * @param authority the authority's store as it is to be called
   * @param memory the stores that {@link LocalCopies} keeps
   */
  CopyScrub(
      ChainShape shape,
      Store authority,
      List<Store> memory,
      LocalCopies copies,
      ChainSettings settings) {
    this.authorityLayer = shape.authority();
    this.authority = authority;
    this.memory = List.copyOf(memory);
    this.copies = copies;
    this.listener = settings.listener();
    this.pass = settings.confirmCopiesEvery().dividedBy(2); // what comes in behind it waits for two
    this.pause = pass;
  }

  /** Whether there is anything to compare, and anything to compare it with. */
  boolean isNeeded() {
    return !memory.isEmpty() && !authorityLayer.isLocal();
  }

  /** Compares some copies, or begins a pass. Returns how long to pause then. */
  Duration step() {
    if (left.isEmpty()) {
      begin();
      return pause;
    }
    List<Key> page = page();
    try {
      confirm(page);
    } catch (StoreException e) {
      listener.failed(authorityLayer.name(), e);
      left.addAll(page);
    }
    return pause;
  }

  /* Spreads what memory holds evenly over the time that one pass has. */
  private void begin() {
    Set<Key> keys = new TreeSet<>();
    memory.forEach(store -> addKeys(store, keys));
    left.addAll(keys);
    Duration even = pass.dividedBy(Math.max(1, (left.size() + MAX_PAGE - 1) / MAX_PAGE));
    pause = even.compareTo(BREATH) > 0 ? even : BREATH;
  }

  private void addKeys(Store store, Set<Key> keys) {
    try (EntryCursor cursor = store.list(ListRequest.all(""))) {
      Page page;
      do {
        page = cursor.next();
        page.entries().stream().map(Entry::key).filter(authorityLayer::admits).forEach(keys::add);
      } while (!page.last());
    }
  }

  private List<Key> page() {
    List<Key> page = new ArrayList<>();
    while (page.size() < MAX_PAGE && !left.isEmpty()) {
      page.add(left.remove());
    }
    return page;
  }

  private void confirm(List<Key> keys) {
    Map<Key, Held> held = new LinkedHashMap<>();
    for (Key key : keys) {
      LocalCopies.Ticket ticket = copies.ticket(key); // before the look at the copy
      Entry copy = copies.newest(key);
      if (copy != null) {
        held.put(key, new Held(copy, ticket));
      }
    }
    if (!held.isEmpty()) {
      ReadBatch truth = authority.readAll(held.keySet());
      held.forEach((key, one) -> confirm(one, truth));
    }
  }

  /** A copy, and what was known of its key before the authority was asked. */
  private record Held(Entry copy, LocalCopies.Ticket ticket) {}

  private void confirm(Held held, ReadBatch truth) {
    Key key = held.copy().key();
    Entry entry = truth.entries().get(key);
    if (truth.corrupt().containsKey(key)) {
      return; // whoever reads it from the authority is told
    }
    if (entry == null) {
      copies.forgotten(held.copy(), held.ticket());
    } else if (copies.changed(entry)) {
      listener.updated(authorityLayer.name(), key);
    }
  }
}
