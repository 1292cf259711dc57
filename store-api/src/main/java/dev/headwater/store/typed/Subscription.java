package dev.headwater.store.typed;

import dev.headwater.store.FeedRequest;
import dev.headwater.store.Store;
import dev.headwater.store.background.Background;
import dev.headwater.store.background.FeedPump;

/** A running subscription; closing it ends it. Thread-safe. */
public final class Subscription implements AutoCloseable {

  private final FeedPump pump;
  private final SubscriptionHandler<?> handler;

  private Subscription(FeedPump pump, SubscriptionHandler<?> handler) {
    this.pump = pump;
    this.handler = handler;
  }

  static <V> Subscription start(
      TypedStore<V> view,
      Store store,
      SubscribedKeys keys,
      Start start,
      Subscriber<V> subscriber,
      Background background) {
    SubscriptionHandler<V> handler =
        new SubscriptionHandler<>(view, store, keys, start, subscriber);
    FeedPump pump =
        FeedPump.start(
            store,
            () -> FeedRequest.after(store.head()).prefix(keys.prefix()).optimistic(),
            handler,
            background,
            view.random());
    return new Subscription(pump, handler);
  }

  /** Whether it has not ended yet. */
  public boolean isOpen() {
    return handler.isOpen();
  }

  /**
   * Ends the subscription; may be called by the subscriber, and repeated. What is being told is
   * told to its end, and nothing after it.
   */
  @Override
  public void close() {
    handler.close();
    pump.close();
  }
}
