package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Purge;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The open optimistic feeds of a chain, which hear of its own writes. Thread-safe. */
final class LiveFeeds implements OwnWrites, AutoCloseable {

  private final ChainFeed.Context context;
  private final Pending pending;
  private final Map<ChainFeed, Long> open = new ConcurrentHashMap<>(); // and the how manieth it is
  private final AtomicLong opened = new AtomicLong();

  LiveFeeds(ChainFeed.Context context, Pending pending) {
    this.context = context;
    this.pending = pending;
  }

  /** A feed that hears of all writes that are accepted from now on, or are undecided now. */
  Feed open(FeedRequest request) {
    ChainFeed feed = new ChainFeed(context, request, pending, open::remove);
    open.put(feed, opened.incrementAndGet());
    feed.own().begin();
    return feed;
  }

  /**
   * A listing shows the entry, or leaves out what it hides, and it may be undecided: who follows a
   * feed beside the listing is told if it is refused.
   */
  void listed(Entry entry) {
    tell(entry, own -> own.listed(entry));
  }

  @Override
  public void accepted(Entry entry) {
    tell(entry, own -> own.accepted(entry));
  }

  @Override
  public void taken(Entry entry) {
    tell(entry, own -> own.taken(entry));
  }

  @Override
  public void settled(Entry entry) {
    tell(entry, own -> own.settled(entry));
  }

  @Override
  public long listeners() {
    return opened.get();
  }

  @Override
  public void taken(Entry entry, long listeners) {
    open.forEach(
        (feed, number) -> {
          if (number <= listeners && entry.key().startsWith(feed.prefix())) {
            feed.own().taken(entry);
          }
        });
  }

  @Override
  public void overtaken(Entry entry) {
    tell(entry, own -> own.overtaken(entry));
  }

  @Override
  public void withdrawn(Entry entry) {
    tell(entry, own -> own.withdrawn(entry));
  }

  @Override
  public void purged(Collection<Purge> purges) {
    open.keySet().forEach(feed -> purges.forEach(feed.own()::purged));
  }

  private void tell(Entry entry, Consumer<OwnChanges> what) {
    for (ChainFeed feed : open.keySet()) {
      if (entry.key().startsWith(feed.prefix())) {
        what.accept(feed.own());
      }
    }
  }

  /** Closes all feeds. */
  @Override
  public void close() {
    open.keySet().forEach(ChainFeed::close);
  }
}
