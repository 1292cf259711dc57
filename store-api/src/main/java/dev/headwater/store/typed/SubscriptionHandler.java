package dev.headwater.store.typed;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.FeedPage;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.background.FeedPump;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a subscription of a feed, which may repeat entries: tells each newer entry once, in each
 * page in the order of stamps, so that what was written by someone who had seen another entry of
 * the page comes after that.
 */
final class SubscriptionHandler<V> implements FeedPump.Handler {

  private final TypedStore<V> view;
  private final Store store;
  private final SubscribedKeys keys;
  private final Subscriber<V> subscriber;
  private final ToldStamps told = new ToldStamps();
  private volatile boolean open = true;

  private boolean current; // whether the current values need not be told any more
  private @Nullable Key listedTo; // up to which key they were

  SubscriptionHandler(
      TypedStore<V> view, Store store, SubscribedKeys keys, Start start, Subscriber<V> subscriber) {
    this.view = view;
    this.store = store;
    this.keys = keys;
    this.subscriber = subscriber;
    this.current = start == Start.NOW;
  }

  boolean isOpen() {
    return open;
  }

  void close() {
    open = false;
  }

  // --- the current values ---

  /* The feed begins before the listing, so that nothing is lost between them. */
  @Override
  public void opened() {
    if (!current) {
      listCurrent();
      current = true;
    }
    tell(Subscriber::live);
  }

  private void listCurrent() {
    ListRequest request = ListRequest.live(keys.prefix()).after(listedTo);
    try (EntryCursor cursor = store.list(keys.isOne() ? request.pageSize(1) : request)) {
      Page page;
      do {
        page = cursor.next();
        page.corrupt().forEach(this::deliver);
        page.entries().forEach(this::deliver);
        listedTo = page.entries().isEmpty() ? listedTo : last(page).key();
      } while (open && !page.last() && !(keys.isOne() && listedTo != null));
    }
  }

  private static Entry last(Page page) {
    return page.entries().get(page.entries().size() - 1);
  }

  // --- changes ---

  @Override
  public void handle(FeedPage page) {
    if (page.continuity() == FeedPage.Continuity.RESTARTED) {
      tell(Subscriber::missed);
    }
    page.corrupt().forEach(this::deliver);
    page.withdrawn().forEach(refused -> withdraw(refused, newest(refused.key(), page.entries())));
    page.entries().stream().sorted(Comparator.comparing(Entry::stamp)).forEach(this::deliver);
  }

  private static @Nullable Entry newest(Key key, List<Entry> entries) {
    return entries.stream()
        .filter(entry -> entry.key().equals(key))
        .max(EntryOrder::compare)
        .orElse(null);
  }

  private void deliver(Entry entry) {
    if (keys.contains(entry.key()) && told.isNews(entry.key(), entry.stamp())) {
      view.observe(entry.stamp());
      Change<V> change = change(entry);
      if (change != null) {
        tell(to -> to.changed(change));
      }
    }
  }

  private void deliver(CorruptEntryException corrupt) {
    Key key = corrupt.key();
    if (key == null || keys.contains(key)) {
      tell(to -> to.failed(corrupt));
    }
  }

  private void withdraw(Entry refused, @Nullable Entry instead) {
    boolean isHeld = instead != null && instead.stamp().equals(refused.stamp());
    if (isHeld || !wasToldLast(refused) || !keys.contains(refused.key())) {
      return;
    }
    told.replace(refused.key(), instead == null ? null : instead.stamp());
    Change<V> before = change(refused);
    Change<V> now = instead == null ? null : change(instead);
    if (before != null) {
      tell(to -> to.withdrawn(before, now));
    } else if (now != null) {
      tell(to -> to.changed(now));
    }
  }

  /* What it hid, or what came after it, is told on its own. */
  private boolean wasToldLast(Entry refused) {
    Stamp last = told.of(refused.key());
    return last == null ? told.hasForgotten() : last.equals(refused.stamp());
  }

  /* Null if the value does not decode, which is told. */
  private @Nullable Change<V> change(Entry entry) {
    try {
      return new Change<>(entry.key(), entry.stamp(), view.liveValue(entry));
    } catch (CorruptEntryException e) {
      tell(to -> to.failed(e));
      return null;
    }
  }

  // --- the rest ---

  @Override
  public void failed(StoreException error) {
    tell(to -> to.failed(error));
  }

  @Override
  public void recovered() {
    tell(Subscriber::live);
  }

  @Override
  public void ended(Throwable cause) {
    open = false;
    subscriber.ended(cause instanceof SubscriberThrew threw ? threw.thrown() : cause);
  }

  private void tell(Consumer<Subscriber<V>> what) {
    if (!open) {
      return;
    }
    try {
      what.accept(subscriber);
    } catch (RuntimeException e) {
      throw new SubscriberThrew(e); // or else an error of a store would be tried again
    }
  }

  /** A subscriber threw. */
  private static final class SubscriberThrew extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final RuntimeException thrown;

    SubscriberThrew(RuntimeException thrown) {
      super("a subscriber threw " + thrown, thrown);
      this.thrown = thrown;
    }

    RuntimeException thrown() {
      return thrown;
    }
  }
}
