package dev.headwater.sync;

import dev.headwater.filter.KeyFilter;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one side in key order: entries, and what is no entry. This is the one place where a filter
 * is applied; what does not pass it is known to nothing behind this class.
 */
final class SideReader implements AutoCloseable {

  private static final Comparator<Item> ORDER =
      Comparator.comparing(Item::key, Comparator.nullsFirst(Comparator.naturalOrder()));

  private final Store store;
  private final KeyFilter filter;
  private final PageAhead pages;
  private final Deque<Item> items = new ArrayDeque<>();
  private @Nullable Key last;

  private SideReader(Store store, KeyFilter filter, PageAhead pages) {
    this.store = store;
    this.filter = filter;
    this.pages = pages;
  }

  /** What a store holds of a key: an entry, or something corrupt, whose key may be unknown. */
  record Item(@Nullable Key key, @Nullable Entry entry, @Nullable CorruptEntryException corrupt) {}

  /** Starts to read. */
  static SideReader start(Store store, KeyFilter filter, int pageSize, Retrying retrying) {
    ListRequest request = ListRequest.all(filter.listingPrefix()).pageSize(pageSize);
    return new SideReader(store, filter, PageAhead.start(store, request, retrying));
  }

  /** The next item, which stays there, or {@code null} at the end. */
  @Nullable Item peek() {
    while (items.isEmpty()) {
      Page page = pages.next();
      if (page == null) {
        return null;
      }
      refill(page);
    }
    return items.peek();
  }

  /** Goes past the next item. */
  void skip() {
    items.remove();
  }

  private void refill(Page page) {
    for (Item item : itemsOf(page)) {
      requireOrder(item);
      if (filter.admitsNullable(item.key())) {
        items.add(item);
      }
    }
  }

  private static List<Item> itemsOf(Page page) {
    List<Item> all = new ArrayList<>(page.entries().size() + page.corrupt().size());
    for (Entry entry : page.entries()) {
      all.add(new Item(entry.key(), entry, null));
    }
    if (!page.corrupt().isEmpty()) {
      page.corrupt().forEach(error -> all.add(new Item(error.key(), null, error)));
      all.sort(ORDER); // stable, and the entries are in order already
    }
    return all;
  }

  /* A march over two orders would take equal keys for missing ones. */
  private void requireOrder(Item item) {
    Key key = item.key();
    if (key == null) {
      return;
    }
    if (last != null && key.compareTo(last) <= 0) {
      throw new RejectedException(
          StoreException.Subject.of(store, "list", key),
          RejectedException.Reason.CONFIGURATION,
          "listed after '%s', but keys come once and in the order of their UTF-8 bytes; look at"
                  .formatted(last)
              + " the collation of the key column");
    }
    last = key;
  }

  @Override
  public void close() {
    pages.close();
  }
}
