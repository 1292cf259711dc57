package dev.headwater.cli.chain;

import dev.headwater.cli.chain.ChainEvent.Kind;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.StoreException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a chain, for the one thread that tells it. An outage is told once, and its end
 * once. Bounded: what comes faster than it is told is counted. Thread-safe.
 */
final class ChainEvents extends Mishaps {

  private static final int MAX_WAITING = 1_000;

  private final InstantSource time;
  private final Detail detail;
  private final BlockingQueue<ChainEvent> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Map<String, String> errors = new HashMap<>(); // guarded by this, as all below
  private final Set<String> away = new HashSet<>();
  private final Set<String> lost = new HashSet<>();
  private final Map<String, Long> delivered = new HashMap<>();
  private long leftOut;

  /** How much is told. */
  enum Detail {
    /** What users have to know. */
    USUAL,
    /** Every key that is delivered or updated, and every failed call, too. */
    EVERYTHING
  }

  ChainEvents(InstantSource time, Detail detail) {
    this.time = time;
    this.detail = detail;
  }

  /** The next event, or {@code null} if there is none within this time. */
  @Nullable ChainEvent next(long millis) throws InterruptedException {
    return waiting.poll(millis, TimeUnit.MILLISECONDS);
  }

  /** The next event that waits already, or {@code null}. */
  @Nullable ChainEvent next() {
    return waiting.poll();
  }

  /** How many writes each layer has taken since this was asked the last time. */
  synchronized Map<String, Long> takeDelivered() {
    Map<String, Long> taken = Map.copyOf(delivered);
    delivered.clear();
    return taken;
  }

  /** How many events were left out since this was asked the last time. */
  synchronized long takeLeftOut() {
    long taken = leftOut;
    leftOut = 0;
    return taken;
  }

  ChainEvent event(Kind kind, @Nullable String layer, @Nullable String what) {
    return new ChainEvent(time.instant(), kind, layer, null, what);
  }

  private void add(Kind kind, @Nullable String layer, @Nullable Key key, @Nullable String what) {
    if (!waiting.offer(new ChainEvent(time.instant(), kind, layer, key, what))) {
      synchronized (this) {
        leftOut++;
      }
    }
  }

  private void addDetail(Kind kind, String layer, @Nullable Key key, @Nullable String what) {
    if (detail == Detail.EVERYTHING) {
      add(kind, layer, key, what);
    }
  }

  // --- layers ---

  @Override
  public void failed(String layer, StoreException error) {
    synchronized (this) {
      errors.put(layer, String.valueOf(error.getMessage()));
    }
    addDetail(Kind.FAILED, layer, null, error.getMessage());
  }

  @Override
  public void breaker(String layer, BreakerState state) {
    boolean isNew;
    String error;
    synchronized (this) {
      isNew = state == BreakerState.OPEN ? away.add(layer) : away.remove(layer);
      error = errors.remove(layer);
    }
    if (isNew) {
      add(state == BreakerState.OPEN ? Kind.AWAY : Kind.BACK, layer, null, away(state, error));
    }
  }

  private static @Nullable String away(BreakerState state, @Nullable String error) {
    return state == BreakerState.OPEN ? error : null;
  }

  @Override
  public void following(String layer) {
    isFollowed(layer);
    add(Kind.FOLLOWING, layer, null, null);
  }

  @Override
  public void feedFailed(String layer, StoreException error) {
    isLost(layer, error);
  }

  @Override
  public void feedRecovered(String layer) {
    if (isFollowed(layer)) {
      add(Kind.FOLLOWING, layer, null, "again");
    }
  }

  @Override
  public void feedEnded(String layer, Throwable cause) {
    isLost(layer, cause);
  }

  private void isLost(String layer, Throwable cause) {
    boolean isNew;
    synchronized (this) {
      isNew = lost.add(layer);
    }
    if (isNew) {
      add(Kind.LOST, layer, null, cause.getMessage());
    }
  }

  private synchronized boolean isFollowed(String layer) {
    return lost.remove(layer);
  }

  @Override
  public void detached(String layer) {
    add(Kind.STALE, layer, null, null);
  }

  @Override
  public void attached(String layer) {
    add(Kind.CURRENT, layer, null, null);
  }

  @Override
  public void updated(String layer, Key key) {
    addDetail(Kind.UPDATED, layer, key, null);
  }

  @Override
  public void collided(String layer, Entry entry) {
    add(Kind.COLLIDED, layer, entry.key(), null);
  }

  // --- writes ---

  @Override
  public void delivered(String layer, Key key) {
    synchronized (this) {
      delivered.merge(layer, 1L, Long::sum);
    }
    addDetail(Kind.DELIVERED, layer, key, null);
  }

  @Override
  public void deadLetter(String layer, Key key, StoreException error) {
    add(Kind.DEAD_LETTER, layer, key, error.getMessage());
  }

  @Override
  public void withdrawn(Entry entry, Withdrawal why) {
    add(Kind.WITHDRAWN, null, entry.key(), Reasons.of(why));
  }

  @Override
  public void superseded(Entry entry) {
    add(Kind.SUPERSEDED, null, entry.key(), Reasons.SUPERSEDED);
  }

  @Override
  public void outboxFull() {
    add(Kind.FULL, null, null, null);
  }
}
