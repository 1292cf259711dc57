package dev.headwater.store.memory;

import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedPage.Continuity;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.Mark;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the change log, and delivers of each changed key what is held of it now. A feed without a
 * place in the log first delivers everything held, in key order.
 */
final class MemoryFeed implements Feed {

  /* Bounds a poll while others change keys that this feed does not follow. */
  private static final int MAX_LOOKS_PER_POLL = 1_000;

  private final MemoryStore store;
  private final MemoryContents contents;
  private final FeedRequest request;
  private volatile boolean closed;

  private long position; // the changes before it are delivered, or lie before the backlog
  private List<Key> backlog = List.of(); // the rest of everything held
  private Continuity continuity = Continuity.CONTINUOUS; // of the next page

  MemoryFeed(MemoryStore store, MemoryContents contents, FeedRequest request) {
    this.store = store;
    this.contents = contents;
    this.request = request;
    begin(request.after());
  }

  @Override
  public FeedPage poll(Duration wait) {
    FeedPage page = look();
    long nanos = Math.max(0, wait.toNanos());
    for (int looks = 1; isNothing(page) && nanos > 0 && looks < MAX_LOOKS_PER_POLL; looks++) {
      nanos = await(nanos);
      page = look();
    }
    return page;
  }

  @Override
  public void close() {
    closed = true;
    contents.changes().wake();
  }

  private void begin(@Nullable Mark after) {
    if (after == null) {
      takeEverything(null);
      return;
    }
    MemoryMark mark = meaning(after);
    if (mark == null) {
      restart();
    } else {
      if (mark.delivered() != null) {
        takeEverything(mark.delivered());
      }
      position = mark.changes();
    }
  }

  /* Null if the log can't go on there. */
  private @Nullable MemoryMark meaning(Mark mark) {
    if (!mark.incarnation().equals(contents.incarnation())) {
      return null;
    }
    MemoryMark meaning = MemoryMark.parse(mark.position());
    return meaning != null && contents.changes().reaches(meaning.changes()) ? meaning : null;
  }

  private void restart() {
    takeEverything(null);
    continuity = Continuity.RESTARTED;
  }

  /* The position is taken first: what changes while the keys are collected is delivered again. */
  private void takeEverything(@Nullable Key above) {
    position = contents.changes().end();
    backlog =
        contents.snapshot(entry -> follows(entry.key())).stream()
            .map(Entry::key)
            .filter(key -> above == null || key.compareTo(above) > 0)
            .sorted()
            .toList();
  }

  /* The next page, without waiting. */
  private FeedPage look() {
    requireOpen();
    if (!backlog.isEmpty()) {
      return backlogPage();
    }
    Set<Key> keys = new LinkedHashSet<>();
    List<Key> next;
    do {
      next = contents.changes().after(position, request.pageSize());
      if (next == null) {
        restart();
        return backlogPage();
      }
      position += next.size();
      next.stream().filter(this::follows).forEach(keys::add);
    } while (keys.isEmpty() && !next.isEmpty());
    return page(keys, null);
  }

  private FeedPage backlogPage() {
    List<Key> keys = backlog.subList(0, Math.min(request.pageSize(), backlog.size()));
    backlog = backlog.subList(keys.size(), backlog.size());
    return page(keys, backlog.isEmpty() ? null : keys.get(keys.size() - 1));
  }

  private FeedPage page(Collection<Key> keys, @Nullable Key delivered) {
    Mark mark = new MemoryMark(position, delivered).in(contents.incarnation());
    FeedPage page = new FeedPage(held(keys), List.of(), mark, continuity);
    continuity = Continuity.CONTINUOUS;
    return page;
  }

  private List<Entry> held(Collection<Key> keys) {
    Map<Key, Entry> held = contents.getAll(keys);
    List<Entry> entries = new ArrayList<>(held.size());
    for (Key key : keys) {
      Entry entry = held.get(key);
      if (entry != null) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private boolean follows(Key key) {
    return key.startsWith(request.prefix());
  }

  private boolean isNothing(FeedPage page) {
    return page.isEmpty() && page.continuity() == Continuity.CONTINUOUS && backlog.isEmpty();
  }

  private long await(long nanos) {
    try {
      return contents.changes().await(position, nanos, this::isOpen);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(
          Subject.of(store, "poll"), "the thread was interrupted; poll again", e);
    }
  }

  private boolean isOpen() {
    return !closed && store.isOpen();
  }

  private void requireOpen() {
    store.requireOpen();
    if (closed) {
      throw new IllegalStateException("the feed is closed");
    }
  }
}
