package dev.headwater.store.sqlite;

import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Key;
import dev.headwater.store.KeyRange;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import java.time.InstantSource;
import java.util.List;

/**
 * A listing by key: each page is one statement that goes on after the last key, so nothing is held
 * between pages, and no listing keeps the write-ahead log from being emptied. A page of many
 * deleted or expired entries may be empty.
 */
final class SqliteCursor implements EntryCursor {

  private final ListRequest request;
  private final Calls calls;
  private final InstantSource time;
  private KeyRange rest;
  private boolean ended;

  SqliteCursor(ListRequest request, Calls calls, InstantSource time) {
    this.request = request;
    this.calls = calls;
    this.time = time;
    KeyRange range = KeyRange.ofPrefix(request.prefix());
    Key after = request.after();
    this.rest = after == null ? range : range.after(after.utf8());
  }

  @Override
  public Page next() {
    if (ended) {
      throw new IllegalStateException("the listing is closed or at its end");
    }
    EntryPage<byte[]> page =
        calls.read(
            calls.subject("list", null),
            (connection, subject) ->
                EntryTable.list(connection, rest, request.pageSize(), subject));
    byte[] last = page.last();
    ended = true; // unless rows may follow
    if (page.isFull() && last != null) {
      rest = rest.after(last);
      ended = false;
    }
    return new Page(admitted(page.entries()), page.corrupt(), ended);
  }

  private List<Entry> admitted(List<Entry> entries) {
    long now = time.millis();
    return entries.stream().filter(entry -> request.admits(entry, now)).toList();
  }

  @Override
  public void close() {
    ended = true;
  }
}
