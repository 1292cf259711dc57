package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.StoreException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps every event as a line, such as {@code hit memory a}. */
class Events implements ChainListener {

  private final List<String> lines = new CopyOnWriteArrayList<>();

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** The lines that begin with this word. */
  List<String> of(String event) {
    return lines.stream().filter(line -> line.startsWith(event + " ")).toList();
  }

  void clear() {
    lines.clear();
  }

  @Override
  public void hit(String layer, Key key) {
    lines.add("hit " + layer + " " + key);
  }

  @Override
  public void miss(String layer, Key key) {
    lines.add("miss " + layer + " " + key);
  }

  @Override
  public void stale(String layer, Key key) {
    lines.add("stale " + layer + " " + key);
  }

  @Override
  public void backfilled(String layer, Key key) {
    lines.add("backfilled " + layer + " " + key);
  }

  @Override
  public void failed(String layer, StoreException error) {
    lines.add("failed " + layer + " " + error.getClass().getSimpleName());
  }

  @Override
  public void breaker(String layer, BreakerState state) {
    lines.add("breaker " + layer + " " + state);
  }

  @Override
  public void behind(String layer, Key key) {
    lines.add("behind " + layer + " " + key);
  }

  @Override
  public void delivered(String layer, Key key) {
    lines.add("delivered " + layer + " " + key);
  }

  @Override
  public void superseded(Entry entry) {
    lines.add("superseded " + entry.key());
  }

  @Override
  public void withdrawn(Entry entry, Withdrawal why) {
    lines.add("withdrawn " + entry.key() + " " + why);
  }

  @Override
  public void deadLetter(String layer, Key key, StoreException error) {
    lines.add("deadLetter " + layer + " " + key);
  }

  @Override
  public void outboxFull() {
    lines.add("outboxFull");
  }

  @Override
  public void lost(String layer, Key key) {
    lines.add("lost " + layer + " " + key);
  }

  @Override
  public void repairDropped(String layer, Key key) {
    lines.add("repairDropped " + layer + " " + key);
  }

  @Override
  public void servedStale(Key key) {
    lines.add("servedStale " + key);
  }

  @Override
  public void detached(String layer) {
    lines.add("detached " + layer);
  }

  @Override
  public void attached(String layer) {
    lines.add("attached " + layer);
  }

  @Override
  public void following(String layer) {
    lines.add("following " + layer);
  }

  @Override
  public void feedFailed(String layer, StoreException error) {
    lines.add("feedFailed " + layer + " " + error.getClass().getSimpleName());
  }

  @Override
  public void feedRecovered(String layer) {
    lines.add("feedRecovered " + layer);
  }

  @Override
  public void feedEnded(String layer, Throwable cause) {
    lines.add("feedEnded " + layer + " " + cause.getClass().getSimpleName());
  }

  @Override
  public void updated(String layer, Key key) {
    lines.add("updated " + layer + " " + key);
  }

  @Override
  public void collided(String layer, Entry entry) {
    lines.add("collided " + layer + " " + entry.key());
  }
}
