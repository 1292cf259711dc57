package dev.headwater.store.github;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.github.index.Index;
import dev.headwater.store.github.layout.HeldLine;
import dev.headwater.store.github.layout.IndexedEntry;
import dev.headwater.store.github.layout.StoredValue;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A listing of the entries at one commit: a snapshot, since the index does not change and contents
 * are read by their ids. A page has fewer entries where their values are large.
 */
final class GithubCursor implements EntryCursor {

  private final ListRequest request;
  private final Index index;
  private final Calls calls;
  private final InstantSource time;
  private @Nullable Key after;
  private boolean ended;

  GithubCursor(ListRequest request, Index index, Calls calls, InstantSource time) {
    this.request = request;
    this.index = index;
    this.calls = calls;
    this.time = time;
    this.after = request.after();
  }

  @Override
  public Page next() {
    calls.requireOpen();
    if (ended) {
      throw new IllegalStateException("the listing is closed or at its end");
    }
    ended = true; // whatever happens now: an error ends it
    Subject subject = calls.subject("list", null);
    Key from = after;
    List<IndexedEntry> all = index.page(request.prefix(), from, request.pageSize() + 1);
    boolean last = all.size() <= request.pageSize();
    List<IndexedEntry> passed = PageBytes.first(last ? all : all.subList(0, request.pageSize()));
    last = last && passed.size() == all.size();
    Values.Found found =
        calls.values().unknown(admitted(passed), request.known(), subject, calls.deadline());
    Key to = last ? null : passed.get(passed.size() - 1).key();
    List<CorruptEntryException> corrupt = new ArrayList<>(found.corrupt());
    corrupt.addAll(held(from, to, subject));
    after = to;
    ended = last;
    return new Page(found.entries(), corrupt, last);
  }

  private List<IndexedEntry> admitted(List<IndexedEntry> entries) {
    if (request.scope() == ListRequest.Scope.ALL) {
      return entries;
    }
    long now = time.millis();
    return entries.stream().filter(entry -> isLive(entry.value(), now)).toList();
  }

  private static boolean isLive(@Nullable StoredValue value, long nowMillis) {
    return value != null && !value.isExpiredAt(nowMillis);
  }

  private List<CorruptEntryException> held(@Nullable Key from, @Nullable Key to, Subject subject) {
    return index.held().stream()
        .filter(line -> isBetween(line, from, to))
        .map(line -> Held.exception(line, subject))
        .toList();
  }

  private boolean isBetween(HeldLine line, @Nullable Key from, @Nullable Key to) {
    Key key = line.key();
    return key != null
        && key.startsWith(request.prefix())
        && (from == null || key.compareTo(from) > 0)
        && (to == null || key.compareTo(to) <= 0);
  }

  @Override
  public void close() {
    ended = true;
  }
}
