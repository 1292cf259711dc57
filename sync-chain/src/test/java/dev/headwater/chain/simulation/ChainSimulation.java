package dev.headwater.chain.simulation;

import dev.headwater.testkit.simulation.Histories;
import dev.headwater.testkit.simulation.Trace;

/** Histories of chains. Public, so that it can be loaded beside a chain with a planted fault. */
public final class ChainSimulation implements Histories.History {

  @Override
  public Histories.Sum run(long seed, Trace trace) {
    return new ChainHistory(seed, trace).run();
  }
}
