package dev.headwater.testkit;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A listing of a {@link ReferenceStore}: each page is one look at the map, after the last key. */
final class ReferenceCursor implements EntryCursor {

  private final ReferenceStore store;
  private ListRequest rest;
  private boolean ended;

  ReferenceCursor(ReferenceStore store, ListRequest request) {
    this.store = store;
    this.rest = request;
  }

  @Override
  public Page next() {
    if (ended) {
      throw new IllegalStateException("the listing of " + store.name() + " is at its end");
    }
    return store.locked(this::page);
  }

  private Page page() {
    List<Entry> entries = new ArrayList<>();
    List<CorruptEntryException> corrupt = new ArrayList<>();
    long nowMillis = store.nowMillis();
    for (Map.Entry<Key, ReferenceData.Held> held : store.data().above(rest.after()).entrySet()) {
      Key key = held.getKey();
      Entry entry = held.getValue().entry();
      if (entry == null ? !key.startsWith(rest.prefix()) : !rest.admits(entry, nowMillis)) {
        continue;
      }
      if (entries.size() + corrupt.size() == rest.pageSize()) {
        return new Page(entries, corrupt, false);
      }
      if (entry == null) {
        corrupt.add(store.corrupt("list", key));
      } else {
        entries.add(entry);
      }
      rest = rest.after(key);
    }
    ended = true;
    return new Page(entries, corrupt, true);
  }

  @Override
  public void close() {
    ended = true;
  }
}
