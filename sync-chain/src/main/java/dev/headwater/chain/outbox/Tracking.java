package dev.headwater.chain.outbox;

import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.background.Waits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One write, as the book knows it. */
record Tracking(Book book, Waits waits, InstantSource time, Key key, Stamp stamp)
    implements Delivery {

  @Override
  public State state(String layer) {
    return book.state(key, stamp, place(layer));
  }

  @Override
  public State await(String layer, Duration atMost) {
    int place = place(layer);
    return await(place, new Patience(waits, time, atMost));
  }

  private State await(int place, Patience patience) {
    while (true) {
      CompletableFuture<Void> changed = book.whenChanged(key); // before the look
      State state = book.state(key, stamp, place);
      if (state != State.PENDING || changed == null || !patience.await(changed)) {
        return book.state(key, stamp, place);
      }
    }
  }

  @Override
  public Map<String, State> awaitAll(Duration atMost) {
    return awaitAll(new Patience(waits, time, atMost));
  }

  Map<String, State> awaitAll(Patience patience) {
    Map<String, State> states = new LinkedHashMap<>();
    for (String layer : book.layers().names()) {
      states.put(layer, await(place(layer), patience));
    }
    return states;
  }

  private int place(String layer) {
    int place = book.layers().place(layer);
    if (place < 0) {
      throw new IllegalArgumentException(
          "the outbox serves no layer '%s'; there are: %s".formatted(layer, book.layers().names()));
    }
    return place;
  }
}
