package dev.headwater.chain.simulation;

import dev.headwater.chain.ChainListener;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.StoreException;
import dev.headwater.testkit.simulation.Ledger;
import dev.headwater.testkit.simulation.Node;
import dev.headwater.testkit.simulation.Violation;
import java.util.HashSet;
import java.util.Set;

/** Writes what a chain tells into the trace, and what it withdraws into the ledger. */
final class Told implements ChainListener {

  private final World world;
  private final Node node;
  private final Set<Key> lost = new HashSet<>();

  Told(World world, Node node) {
    this.world = world;
    this.node = node;
  }

  private void tell(int what, String event, String layer, Object about) {
    world.trace().add(what, () -> "    %s: %s %s %s".formatted(node.name(), event, layer, about));
  }

  @Override
  public void hit(String layer, Key key) {
    tell(101, "hit", layer, key);
  }

  @Override
  public void miss(String layer, Key key) {
    tell(102, "miss", layer, key);
  }

  @Override
  public void stale(String layer, Key key) {
    tell(103, "stale", layer, key);
  }

  @Override
  public void backfilled(String layer, Key key) {
    tell(104, "backfilled", layer, key);
  }

  @Override
  public void failed(String layer, StoreException error) {
    tell(105, "failed", layer, error.getClass().getSimpleName());
  }

  @Override
  public void breaker(String layer, BreakerState state) {
    tell(106, "breaker", layer, state);
  }

  @Override
  public void behind(String layer, Key key) {
    tell(107, "behind", layer, key);
  }

  @Override
  public void delivered(String layer, Key key) {
    tell(108, "delivered", layer, key);
  }

  @Override
  public void superseded(Entry entry) {
    tell(109, "superseded", "", entry);
    world.ledger().superseded(entry);
  }

  @Override
  public void withdrawn(Entry entry, Withdrawal why) {
    tell(110, "withdrawn", why.name(), entry);
    world
        .ledger()
        .withdrawn(
            entry,
            why == Withdrawal.REFUSED ? Ledger.Certainty.CERTAIN : Ledger.Certainty.UNCERTAIN);
  }

  @Override
  public void deadLetter(String layer, Key key, StoreException error) {
    tell(111, "dead letter", layer, error);
    throw new Violation("W2", "given up for nothing: %s of %s".formatted(layer, key));
  }

  @Override
  public void outboxFull() {
    tell(112, "outbox full", "", "");
  }

  @Override
  public void lost(String layer, Key key) {
    tell(113, "lost", layer, key);
    lost.add(key);
  }

  /** Whether somebody was told that something of the key was lost when the chain was closed. */
  boolean hasLost(Key key) {
    return lost.contains(key);
  }

  @Override
  public void servedStale(Key key) {
    tell(114, "served stale", "", key);
  }

  @Override
  public void following(String layer) {
    tell(115, "following", layer, "");
  }

  @Override
  public void feedFailed(String layer, StoreException error) {
    tell(116, "feed failed", layer, error.getClass().getSimpleName());
  }

  @Override
  public void updated(String layer, Key key) {
    tell(117, "updated", layer, key);
  }
}
