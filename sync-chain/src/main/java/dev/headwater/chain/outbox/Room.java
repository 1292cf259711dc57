package dev.headwater.chain.outbox;

import dev.headwater.store.Entry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How much room an outbox has left. Thread-safe. */
final class Room {

  private final int maxEntries;
  private final long maxBytes;
  private int entries; // guarded by this
  private long bytes; // guarded by this
  private boolean lacking; // guarded by this: since an entry did not fit
  private final AtomicReference<@Nullable CompletableFuture<Void>> freed = new AtomicReference<>();

  Room(int maxEntries, long maxBytes) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  /** Takes room for the entry, if there is enough. */
  synchronized boolean tryTake(Entry entry) {
    long more = Item.bytes(entry);
    boolean fits = entries < maxEntries && more <= maxBytes - bytes;
    if (fits) {
      entries++;
      bytes += more;
    }
    lacking |= !fits;
    return fits;
  }

  /** Takes room for what is there already. */
  synchronized void take(Entry entry) {
    entries++;
    bytes += Item.bytes(entry);
  }

  void release(Entry entry) {
    synchronized (this) {
      entries--;
      bytes -= Item.bytes(entry);
      lacking = false;
    }
    CompletableFuture<Void> waiting = freed.getAndSet(null);
    if (waiting != null) {
      waiting.complete(null);
    }
  }

  /** Whether the entry could ever be taken. */
  boolean couldHold(Entry entry) {
    return Item.bytes(entry) <= maxBytes;
  }

  /** The part of the room that is taken; 1 as long as it is not known that anything would fit. */
  synchronized double fill() {
    double taken = Math.max((double) entries / maxEntries, (double) bytes / maxBytes);
    return lacking ? 1 : Math.min(1, taken);
  }

  synchronized int entries() {
    return entries;
  }

  /** Completes when something is released after this call. */
  CompletableFuture<Void> whenFreed() {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    while (true) {
      CompletableFuture<Void> there = freed.get();
      if (there != null) {
        return there;
      }
      if (freed.compareAndSet(null, mine)) {
        return mine;
      }
    }
  }
}
