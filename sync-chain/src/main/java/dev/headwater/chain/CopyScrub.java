package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.background.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Compares the copies in memory with what the authority holds, a few at a time, all of them within
 * a given time: feeds are hints, and a change that none told of must not stay unseen. A pass
 * remembers the keys that were in memory when it began. What could not be compared is tried again
 * in its turn. Used by one thread at a time, except {@link #close}.
 */
final class CopyScrub implements AutoCloseable {

  private static final int MAX_PAGE = 100;

  private final Layer authorityLayer;
  private final Store authority;
  private final List<Store> memory;
  private final LocalCopies copies;
  private final ChainListener listener;
  private final Timer timer;
  private final Executor executor;
  private final Duration pass;

  private final Queue<Key> left = new ArrayDeque<>();
  private Duration pause;
  private boolean closed; // guarded by this
  private Timer.@Nullable Task next; // guarded by this

  /**
   * @param authority the authority's store as it is to be called
   * @param memory the stores that {@link LocalCopies} keeps
   */
  CopyScrub(
      ChainShape shape,
      Store authority,
      List<Store> memory,
      LocalCopies copies,
      Timer timer,
      Executor executor,
      ChainSettings settings) {
    this.authorityLayer = shape.authority();
    this.authority = authority;
    this.memory = List.copyOf(memory);
    this.copies = copies;
    this.listener = settings.listener();
    this.timer = timer;
    this.executor = executor;
    this.pass = settings.confirmCopiesEvery().dividedBy(2); // what comes in behind it waits for two
    this.pause = pass;
  }

  /** Begins, if there is anything to compare and anything to compare it with. */
  void start() {
    if (!memory.isEmpty() && !authorityLayer.isLocal() && !pass.isZero()) {
      goOn();
    }
  }

  private synchronized void goOn() {
    if (!closed) {
      next = timer.schedule(pause, () -> executor.execute(this::step));
    }
  }

  private void step() {
    if (left.isEmpty()) {
      begin();
    } else {
      List<Key> page = page();
      try {
        confirm(page);
      } catch (StoreException e) {
        listener.failed(authorityLayer.name(), e);
        left.addAll(page);
      }
    }
    goOn();
  }

  /* Spreads what memory holds evenly over the time that one pass has. */
  private void begin() {
    Set<Key> keys = new TreeSet<>();
    memory.forEach(store -> addKeys(store, keys));
    left.addAll(keys);
    pause = pass.dividedBy(Math.max(1, (left.size() + MAX_PAGE - 1) / MAX_PAGE));
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

  @Override
  public synchronized void close() {
    closed = true;
    if (next != null) {
      next.cancel();
    }
  }
}
