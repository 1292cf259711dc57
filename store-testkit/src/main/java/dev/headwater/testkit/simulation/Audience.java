package dev.headwater.testkit.simulation;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreException;
import dev.headwater.store.typed.Change;
import dev.headwater.store.typed.Start;
import dev.headwater.store.typed.Subscriber;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber that judges what it is told: of each key each newer entry once, in the order of
 * stamps, nothing that was refused, and in the end what the authority holds.
 */
public final class Audience implements Subscriber<byte[]> {

  private final Node node;
  private final int process;
  private final Ledger ledger;
  private final Server authority;
  private final InstantSource clock;
  private final Start start;
  private final Trace trace;
  private final Collection<Key> keys;
  private final Map<Key, Stamp> told = new HashMap<>();
  private final Map<Key, Stamp> before = new HashMap<>(); // what was there when it began
  private boolean live;

  /**
   * A subscriber.
   *
   * @param keys the keys that it subscribed to
   */
  public Audience(
      Node node,
      int process,
      Ledger ledger,
      Server authority,
      Start start,
      Collection<Key> keys,
      Trace trace) {
    this.node = node;
    this.process = process;
    this.ledger = ledger;
    this.authority = authority;
    this.clock = node.clock();
    this.start = start;
    this.keys = keys;
    this.trace = trace;
  }

  @Override
  public void changed(Change<byte[]> change) {
    Issued issued = issued(change);
    trace.add(change.stamp().hashCode(), () -> "    %s is told %s".formatted(node.name(), issued));
    Stamp last = told.put(change.key(), change.stamp());
    if (last != null && !change.stamp().isAfter(last)) {
      throw new Violation("F2", "told of %s after %s".formatted(issued, last));
    }
    judge(issued, change);
  }

  private Issued issued(Change<byte[]> change) {
    for (Issued issued : ledger.of(change.key())) {
      if (issued.stamp().equals(change.stamp())) {
        return issued;
      }
    }
    throw new Violation("F2", "told of what was never written: " + change);
  }

  private void judge(Issued issued, Change<byte[]> change) {
    if (issued.isGone() && issued.process() != process) { // or it is withdrawn next
      throw new Violation("W1", "told of what was refused: " + issued);
    }
    if (!issued.isDecided() && issued.process() != process) {
      throw new Violation("W1", "others are told before the authority has it: " + issued);
    }
    Entry entry = issued.entry();
    byte[] value = change.value();
    boolean right =
        value == null
            ? !entry.isLiveAt(clock.millis())
            : entry.value() != null && Arrays.equals(entry.value().sharedBytes(), value);
    if (!right) {
      throw new Violation("F2", "told a wrong value of " + issued);
    }
  }

  @Override
  public void withdrawn(Change<byte[]> refused, @Nullable Change<byte[]> instead) {
    trace.add(40, () -> "    %s is told that %s is gone".formatted(node.name(), refused.stamp()));
    if (!refused.stamp().equals(told.get(refused.key()))) {
      throw new Violation("F2", "withdrawn, but not told last: " + refused.key());
    }
    if (instead == null) {
      told.remove(refused.key());
    } else {
      told.put(instead.key(), instead.stamp());
      judge(issued(instead), instead);
    }
  }

  @Override
  public void missed() {
    trace.add(41, () -> "    %s has missed something".formatted(node.name()));
  }

  @Override
  public void live() {
    trace.add(42, () -> "    %s is told live".formatted(node.name()));
    if (!live) {
      live = true;
      for (Key key : keys) {
        Entry entry = authority.peek(key);
        if (entry != null) {
          before.put(key, entry.stamp());
        }
      }
    }
  }

  @Override
  public void failed(StoreException error) {
    trace.add(43, () -> "    %s is told of a failure".formatted(node.name()));
  }

  @Override
  public void ended(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (node.isAlive()) {
      throw new Violation("F2", "a subscription ended", cause);
    }
  }

  /** Fails unless the last that was told of each key is what the authority holds. */
  public void requireCurrent() {
    if (!live) {
      throw new Violation("F2", node.name() + " was never told that it is up to date");
    }
    for (Key key : keys) {
      Entry held = authority.peek(key);
      Stamp last = told.get(key);
      if (!isCurrent(held, last)) {
        throw new Violation("F2", "%s was last told %s of %s".formatted(node.name(), last, held));
      }
    }
  }

  private boolean isCurrent(@Nullable Entry held, @Nullable Stamp last) {
    long now = clock.millis();
    if (held == null || !held.isLiveAt(now)) {
      return last == null || !ledger.find(last).entry().isLiveAt(now);
    }
    return held.stamp().equals(last) || isOld(held);
  }

  /* It was there before the subscription, and did not have to be told. */
  private boolean isOld(Entry held) {
    return held.stamp().equals(before.get(held.key()))
        && start == Start.NOW
        && !told.containsKey(held.key());
  }
}
