package dev.headwater.cli.demo;

import dev.headwater.chain.ChainListener;
import dev.headwater.store.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Counts what happens in the layers of a chain. Thread-safe. */
final class LayerEvents implements ChainListener {

  private final InstantSource time;
  private final Map<String, Long> hits = new TreeMap<>(); // guarded by this
  private final Set<String> following = new HashSet<>(); // guarded by this
  private final Set<Key> repaired = new HashSet<>(); // guarded by this

  LayerEvents(InstantSource time) {
    this.time = time;
  }

  @Override
  public synchronized void hit(String layer, Key key) {
    hits.merge(layer, 1L, Long::sum);
  }

  @Override
  public synchronized void following(String layer) {
    following.add(layer);
    notifyAll();
  }

  @Override
  public synchronized void delivered(String layer, Key key) {
    if (layer.equals(Layers.ETCD)) {
      repaired.add(key);
      notifyAll();
    }
  }

  @Override
  public synchronized void updated(String layer, Key key) {
    notifyAll();
  }

  /** Waits until this is so, which the feed of a layer brings about; whether it is. */
  boolean awaitUpdate(BooleanSupplier condition, Duration patience) {
    return await(condition, patience);
  }

  /** How many reads each layer has answered since the last time this was asked. */
  synchronized Map<String, Long> takeHits() {
    Map<String, Long> taken = new TreeMap<>(hits);
    hits.clear();
    return taken;
  }

  /** Waits until the feeds of these layers are followed; whether they are. */
  boolean awaitFollowing(Set<String> layers, Duration patience) {
    return await(() -> following.containsAll(layers), patience);
  }

  /** Waits until etcd has got the copies of these keys that it missed; whether it has. */
  boolean awaitRepaired(Set<Key> keys, Duration patience) {
    return await(() -> repaired.containsAll(keys), patience);
  }

  private synchronized boolean await(BooleanSupplier condition, Duration patience) {
    Instant end = time.instant().plus(patience);
    boolean interrupted = false;
    while (!condition.getAsBoolean() && time.instant().isBefore(end) && !interrupted) {
      try {
        wait(Math.max(1, Duration.between(time.instant(), end).toMillis()));
      } catch (InterruptedException e) {
        interrupted = true;
        Thread.currentThread().interrupt();
      }
    }
    return condition.getAsBoolean();
  }
}
