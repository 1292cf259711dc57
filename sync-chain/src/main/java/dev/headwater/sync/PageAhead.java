package dev.headwater.sync;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.sync.Retrying.Answer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lists a store, one page ahead of what was asked for: while a page is worked on, the next is read
 * in the background, and never more than that. When a store fails in the middle, the listing begins
 * anew after the last key. Used by one thread at a time.
 */
final class PageAhead implements AutoCloseable {

  private final Store store;
  private final Retrying retrying;
  private ListRequest request; // used by one fetch at a time
  private @Nullable EntryCursor cursor; // used by one fetch at a time
  private @Nullable CompletableFuture<Answer<Page>> ahead;

  private PageAhead(Store store, ListRequest request, Retrying retrying) {
    this.store = store;
    this.request = request;
    this.retrying = retrying;
  }

  /** Starts to read the first page. */
  static PageAhead start(Store store, ListRequest request, Retrying retrying) {
    PageAhead pages = new PageAhead(store, request, retrying);
    pages.ahead = retrying.call(pages::fetch);
    return pages;
  }

  /** The next page, or {@code null} after the last. */
  @Nullable Page next() {
    CompletableFuture<Answer<Page>> fetching = ahead;
    if (fetching == null) {
      return null;
    }
    Page page = retrying.await(fetching, "list").value();
    ahead = page.last() ? null : retrying.call(this::fetch);
    return page;
  }

  private Page fetch() {
    try {
      EntryCursor open = cursor != null ? cursor : store.list(request);
      cursor = open;
      Page page = open.next();
      request = request.after(lastKey(page));
      return page;
    } catch (StoreException e) {
      closeCursor();
      throw e;
    }
  }

  private @Nullable Key lastKey(Page page) {
    int entries = page.entries().size();
    Key last = higher(request.after(), entries == 0 ? null : page.entries().get(entries - 1).key());
    for (CorruptEntryException corrupt : page.corrupt()) {
      last = higher(last, corrupt.key());
    }
    return last;
  }

  private static @Nullable Key higher(@Nullable Key left, @Nullable Key right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return left.compareTo(right) >= 0 ? left : right;
  }

  private void closeCursor() {
    EntryCursor open = cursor;
    cursor = null;
    if (open != null) {
      open.close();
    }
  }

  /** Waits for the page that is being read, and ends the listing. */
  @Override
  public void close() {
    CompletableFuture<Answer<Page>> fetching = ahead;
    ahead = null;
    if (fetching == null) {
      closeCursor();
      return;
    }
    retrying.awaitEnd(fetching.whenComplete((page, error) -> closeCursor()));
  }
}
