package dev.headwater.chain.outbox;

import dev.headwater.store.Key;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.background.Background;
import dev.headwater.store.background.Backoff;
import dev.headwater.store.background.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The queue of keys that have something for one layer, and whose turn it is: one batch at a time,
 * and a pause after a failure. Thread-safe.
 */
final class Lane {

  private static final Backoff PAUSE = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));

  private static final Subject SUBJECT = new Subject("outbox", "deliver", null);

  private final int layer;
  private final Background background;
  private final RandomGenerator random;
  private final Runnable atRest;
  private final Queue<Key> ready = new ArrayDeque<>(); // guarded by this
  private @Nullable Courier courier; // guarded by this
  private boolean running; // guarded by this
  private Timer.@Nullable Task pause; // guarded by this; set while the lane waits after a failure
  private int failures; // guarded by this
  private @Nullable StoreException lastError; // guarded by this
  private int inFlight; // guarded by this
  private int holds; // guarded by this
  private boolean closed; // guarded by this

  /**
   * @param atRest is told when the lane has nothing to do, or pauses
   */
  Lane(int layer, Background background, RandomGenerator random, Runnable atRest) {
    this.layer = layer;
    this.atRest = atRest;
    this.background = background;
    this.random = random;
  }

  /** Carries batches to a layer. */
  interface Courier {
    /** How many items one batch may have. */
    int maxItems();

    /** The key's item for this layer, which is in flight from now on, or {@code null}. */
    @Nullable Item take(Key key);

    /**
     * Gives the items to the layer, and settles each of them.
     *
     * @return why the layer did not answer, or {@code null}
     */
    @Nullable StoreException deliver(List<Item> items);

    /** Nobody knows what became of these items, as far as they are not settled. */
    void giveBack(List<Item> items);
  }

  int layer() {
    return layer;
  }

  /** Begins to work. */
  void start(Courier newCourier) {
    synchronized (this) {
      courier = newCourier;
    }
    kick();
  }

  /** The key has something for the layer. Whoever offers keys {@linkplain #kick kicks} later. */
  synchronized void offer(Key key) {
    ready.add(key);
  }

  /** Nothing more is taken before {@link #release}: what is offered until then goes together. */
  synchronized void hold() {
    holds++;
  }

  /** Ends a {@link #hold}. */
  void release() {
    synchronized (this) {
      holds--;
    }
    kick();
  }

  /** Goes to work if there is something to do. */
  void kick() {
    boolean start;
    synchronized (this) {
      start =
          courier != null && !running && pause == null && holds == 0 && !closed && !ready.isEmpty();
      running |= start;
    }
    if (start) {
      background.executor().execute(this::step);
    }
  }

  /** {@link #kick}, without a pause if there is one. */
  void hurry() {
    synchronized (this) {
      if (pause != null) {
        pause.cancel();
        pause = null;
      }
    }
    kick();
  }

  void close() {
    synchronized (this) {
      closed = true;
      if (pause != null) {
        pause.cancel();
      }
    }
  }

  private void step() {
    Courier carrier = carrier();
    List<Item> batch = carrier == null ? List.of() : take(carrier);
    if (carrier == null || batch.isEmpty()) {
      rest();
      return;
    }
    StoreException error = deliver(carrier, batch);
    delivered(error);
    if (error == null) {
      background.executor().execute(this::step);
    } else {
      rest();
    }
  }

  private @Nullable StoreException deliver(Courier carrier, List<Item> batch) {
    boolean ended = false;
    try {
      StoreException error = carrier.deliver(batch);
      ended = true;
      return error;
    } finally {
      if (!ended) { // a defect, of a listener perhaps, and no reason to stop for ever
        carrier.giveBack(batch);
        delivered(new OutcomeUnknownException(SUBJECT, "the delivery broke off", null));
        rest();
      }
    }
  }

  private synchronized @Nullable Courier carrier() {
    return closed ? null : courier;
  }

  private List<Item> take(Courier carrier) {
    List<Item> batch = new ArrayList<>();
    for (Key key = poll(); key != null; key = batch.size() < carrier.maxItems() ? poll() : null) {
      Item item = carrier.take(key);
      if (item != null) {
        batch.add(item);
      }
    }
    synchronized (this) {
      inFlight = batch.size();
    }
    return batch;
  }

  private synchronized @Nullable Key poll() {
    return holds == 0 ? ready.poll() : null;
  }

  private synchronized void delivered(@Nullable StoreException error) {
    inFlight = 0;
    lastError = error;
    failures = error == null ? 0 : failures + 1;
    if (error != null && !closed) {
      pause = background.timer().schedule(PAUSE.after(failures, random), this::resume);
    }
  }

  private void resume() {
    synchronized (this) {
      pause = null;
    }
    kick();
  }

  private void rest() {
    synchronized (this) {
      running = false;
    }
    kick(); // something may have come meanwhile
    atRest.run();
  }

  synchronized boolean isAtRest() {
    return !running && (ready.isEmpty() || pause != null || closed);
  }

  // --- for reports ---

  synchronized int failures() {
    return failures;
  }

  synchronized int inFlight() {
    return inFlight;
  }

  synchronized Optional<StoreException> lastError() {
    return Optional.ofNullable(lastError);
  }
}
