package dev.headwater.store.typed;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.background.Background;
import dev.headwater.store.background.FeedPump;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A running subscription; closing it ends it. */
public final class Subscription implements AutoCloseable {

  private static final int REMEMBERED_KEYS = 65_536;

  private final FeedPump pump;

  private Subscription(FeedPump pump) {
    this.pump = pump;
  }

  static <V> Subscription start(
      TypedStore<V> view,
      Store store,
      String prefix,
      Subscriber<V> subscriber,
      Background background) {
    return new Subscription(
        FeedPump.start(
            store,
            () -> FeedRequest.after(store.head()).prefix(prefix),
            new Delivery<>(view, subscriber),
            background,
            RandomGenerator.getDefault()));
  }

  /** Ends the subscription. A change that is being delivered is delivered to its end. */
  @Override
  public void close() {
    pump.close();
  }

  /** Delivers each newer entry once; feeds may repeat entries. */
  private static final class Delivery<V> implements FeedPump.Handler {
    private final TypedStore<V> view;
    private final Subscriber<V> subscriber;
    private final Map<Key, Stamp> delivered =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, Stamp> eldest) {
            return size() > REMEMBERED_KEYS;
          }
        };

    Delivery(TypedStore<V> view, Subscriber<V> subscriber) {
      this.view = view;
      this.subscriber = subscriber;
    }

    @Override
    public void opened() {}

    @Override
    public void handle(FeedPage page) {
      page.corrupt().forEach(subscriber::failed);
      page.entries().forEach(this::deliver);
    }

    private void deliver(Entry entry) {
      Stamp before = delivered.get(entry.key());
      if (before == null || entry.stamp().isAfter(before)) {
        delivered.put(entry.key(), entry.stamp());
        tell(entry);
      }
    }

    private void tell(Entry entry) {
      V value;
      try {
        value = view.liveValue(entry);
      } catch (CorruptEntryException e) {
        subscriber.failed(e);
        return;
      }
      subscriber.changed(new Change<>(entry.key(), entry.stamp(), value));
    }

    @Override
    public void failed(StoreException error) {
      subscriber.failed(error);
    }

    @Override
    public void recovered() {}

    @Override
    public void ended(Throwable cause) {}
  }
}
