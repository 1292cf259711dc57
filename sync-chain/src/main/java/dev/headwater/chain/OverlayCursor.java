package dev.headwater.chain;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The authority's listing, merged with the writes that were pending when it was opened. Those are
 * held in memory already; of the authority's entries one page is. What is decided meanwhile is in
 * either, or in both, and then the newer counts.
 */
final class OverlayCursor implements EntryCursor {

  private final EntryCursor below;
  private final ListRequest request;
  private final InstantSource time;
  private final Consumer<Entry> shown;
  private final Deque<Entry> pending;
  private final Deque<Entry> held = new ArrayDeque<>();
  private boolean belowEnded;

  /**
   * @param below the authority's listing, with tombstones, opened after the pending writes were
   *     looked at
   * @param pending the newest pending entry of each key, in any order
   * @param shown is told of each pending entry that is listed, or that hides what the authority
   *     holds, before the reader has it
   */
  OverlayCursor(
      EntryCursor below,
      ListRequest request,
      List<Entry> pending,
      InstantSource time,
      Consumer<Entry> shown) {
    this.below = below;
    this.request = request;
    this.time = time;
    this.shown = shown;
    this.pending = new ArrayDeque<>(inRange(request, pending));
  }

  /* Tombstones and expired values, too: they hide what the authority lists. */
  private static List<Entry> inRange(ListRequest request, List<Entry> pending) {
    ListRequest all = ListRequest.all(request.prefix()).after(request.after());
    return pending.stream()
        .filter(entry -> all.admits(entry, 0))
        .sorted(Comparator.comparing(Entry::key))
        .toList();
  }

  @Override
  public Page next() {
    List<Entry> page = new ArrayList<>();
    List<CorruptEntryException> corrupt = new ArrayList<>(0);
    boolean more = true;
    while (more && page.size() < request.pageSize()) {
      fill(corrupt);
      more = !held.isEmpty() || !pending.isEmpty();
      if (more) {
        Entry entry = take();
        if (request.admits(entry, time.millis())) {
          page.add(entry);
        }
      }
    }
    return new Page(page, corrupt, !more || isAtEnd());
  }

  private boolean isAtEnd() {
    return belowEnded && held.isEmpty() && pending.isEmpty();
  }

  private void fill(List<CorruptEntryException> corrupt) {
    while (held.isEmpty() && !belowEnded) {
      Page page = below.next();
      held.addAll(page.entries());
      corrupt.addAll(page.corrupt());
      belowEnded = page.last();
    }
  }

  /* The next entry in key order, the newer of two of one key. */
  private Entry take() {
    if (held.isEmpty()) {
      return show(pending.remove());
    }
    if (pending.isEmpty()) {
      return held.remove();
    }
    int order = held.element().key().compareTo(pending.element().key());
    if (order < 0) {
      return held.remove();
    }
    if (order > 0) {
      return show(pending.remove());
    }
    Entry below = held.remove();
    Entry above = pending.remove();
    return EntryOrder.supersedes(below, above) ? below : show(above);
  }

  private Entry show(Entry undecided) {
    shown.accept(undecided);
    return undecided;
  }

  @Override
  public void close() {
    below.close();
  }
}
