package dev.headwater.store.memory;

import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import java.util.List;

/** A listing of what was held when it was opened, without what has expired since. */
final class MemoryCursor implements EntryCursor {

  private final MemoryStore store;
  private final ListRequest request;
  private List<Entry> rest;
  private boolean ended;

  MemoryCursor(MemoryStore store, ListRequest request, List<Entry> entries) {
    this.store = store;
    this.request = request;
    this.rest = entries;
  }

  @Override
  public Page next() {
    store.requireOpen();
    if (ended) {
      throw new IllegalStateException("the listing is closed or at its end");
    }
    int size = Math.min(request.pageSize(), rest.size());
    List<Entry> page = admitted(rest.subList(0, size));
    rest = rest.subList(size, rest.size());
    ended = rest.isEmpty();
    return new Page(page, List.of(), ended);
  }

  @Override
  public void close() {
    rest = List.of();
    ended = true;
  }

  private List<Entry> admitted(List<Entry> entries) {
    long now = store.nowMillis();
    return entries.stream().filter(entry -> request.admits(entry, now)).toList();
  }
}
