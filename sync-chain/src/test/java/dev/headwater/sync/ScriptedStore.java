package dev.headwater.sync;

import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import dev.headwater.store.Store;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A store whose listing is what the test says, right or wrong. */
final class ScriptedStore extends ForwardingStore {

  private final List<Page> pages;
  final List<ListRequest> requests = new ArrayList<>();
  int open;

  ScriptedStore(Store delegate, Page... pages) {
    super(delegate);
    this.pages = List.of(pages);
  }

  static Page page(Entry... entries) {
    return new Page(List.of(entries), List.of(), false);
  }

  static Page last(Entry... entries) {
    return new Page(List.of(entries), List.of(), true);
  }

  @Override
  public EntryCursor list(ListRequest request) {
    requests.add(request);
    open++;
    Deque<Page> rest = new ArrayDeque<>(pages);
    return new EntryCursor() {
      @Override
      public Page next() {
        return rest.remove();
      }

      @Override
      public void close() {
        open--;
      }
    };
  }
}
